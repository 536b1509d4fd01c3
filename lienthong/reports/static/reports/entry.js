/* The form of one village: says so when a text was typed with an old font. Without it the form works as it stands. */
import { offerUnicode } from "../forms/old-text.js";

const form = document.getElementById("entry");
if (form) offerUnicode(form, document.querySelector("[data-old-text]"));
