// Signing out of a shared computer: words of this person that stayed in the browser go with
// them. Where some were never sent, it says so first and leads back to their pages.

const form = document.querySelector("[data-signs-out]");
const box = document.querySelector("[data-unsent]");

const mine = () =>
  Object.keys(localStorage).filter((name) => name.startsWith(`stocktake:${form.dataset.signsOut}|`));

const page = (name) => `/${document.documentElement.lang}${name.slice(name.lastIndexOf("|") + 1)}`;

const warn = (names) => {
  const lines = names.map((name) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = page(name);
    link.textContent = page(name);
    link.dir = "ltr";
    line.append(link);
    return line;
  });
  const list = document.createElement("ul");
  list.append(...lines);
  box.append(list);
  box.hidden = false;
  box.focus();
};

form?.addEventListener("submit", (event) => {
  const names = mine();
  if (names.length && box.hidden) {
    event.preventDefault();
    warn(names);
    return;
  }
  for (const name of names) localStorage.removeItem(name);
});
