/* One question at a time, in the page: its words and the answers as buttons. Escape is the last answer. */
export class Asking {
  constructor(place) {
    this.place = place;
    this.last = Promise.resolve();
  }

  /* Ask, after what is being asked already; resolve to the value of the answer. answers: pairs of value and words. */
  ask(question, answers) {
    this.last = this.last.then(() => this.#put(question, answers));
    return this.last;
  }

  #put(question, answers) {
    const back = document.activeElement;
    return new Promise((resolve) => {
      const done = (value) => {
        this.place.hidden = true;
        this.place.replaceChildren();
        this.place.onkeydown = null;
        back?.focus();
        resolve(value);
      };
      const text = document.createElement("p");
      text.id = "ask-words";
      text.textContent = question;
      const buttons = answers.map(([value, words]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button compact";
        button.textContent = words;
        button.addEventListener("click", () => done(value));
        return button;
      });
      this.place.replaceChildren(text, ...buttons);
      this.place.onkeydown = ({ key }) => {
        if (key === "Escape") done(answers.at(-1)[0]);
      };
      this.place.hidden = false;
      buttons[0].focus();
    });
  }
}
