/* The − and + beside a number. They are hidden until this runs: without it, the number is typed. */
const grouped = new Intl.NumberFormat("vi-VN");

const read = (text) => Number(text.replace(/[.\s]/g, "").replace(",", ".")) || 0;

for (const button of document.querySelectorAll("[data-step]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const input = button.closest(".stepper").querySelector("input");
    input.value = grouped.format(Math.max(0, read(input.value) + Number(button.dataset.step)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
