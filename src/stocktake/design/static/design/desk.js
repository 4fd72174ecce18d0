// Answering with a script: questions open at once, words are counted, and what is typed is
// saved while somebody writes. Without it the page works the same, by its buttons.
// Where the server cannot be reached, a State's words stay in this browser until it can;
// an expert's never do: a machine that is searched must not hold them.

const form = document.querySelector("[data-autosave]");
const PAUSE = 1500; // ms of quiet before saving
const AGAIN = 15000; // ms before another try

const says = (what, values = {}) =>
  Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, value),
    form.dataset[`says${what[0].toUpperCase()}${what.slice(1)}`] ?? "",
  );

const questions = () => [...form.querySelectorAll("[data-address]")];
const inputs = (question) =>
  [...question.querySelectorAll("[name]")].filter((one) => one.type !== "submit");
const clock = (at) =>
  new Date(at).toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
  });

/* ---------- what other answers open ---------- */

const codes = (address) => {
  const found = [];
  for (const one of form.querySelectorAll(`[name^="${CSS.escape(address)}:"]`)) {
    const part = one.name.slice(address.length + 1);
    if (part === "was" || part.startsWith("reason-") || part.startsWith("note-")) continue;
    if (one.type === "radio" || one.type === "checkbox") {
      if (one.checked && one.value && one.value !== "given") found.push(one.value.replace("~", ""));
    } else if (one.value.trim()) found.push(one.value.trim());
  }
  return found;
};

const holds = ([address, among]) => {
  const found = codes(address);
  return found.length > 0 && (among.length === 0 || found.some((one) => among.includes(one)));
};

const filled = (part) =>
  part.querySelector(".measure") !== null ||
  [...part.querySelectorAll("textarea, input[type=text]")].some((one) => one.value.trim()) ||
  [...part.querySelectorAll("input:checked")].some((one) => one.value && one.value !== "given");

const here = ([address]) => form.querySelector(`[name^="${CSS.escape(address)}:"]`) !== null;

const open = () => {
  for (const part of form.querySelectorAll("[data-when]")) {
    const when = JSON.parse(part.dataset.when);
    // What hangs on an answer of another page stays as the server showed it.
    if (when.every(here)) part.hidden = !when.every(holds) && !filled(part);
  }
};

/* ---------- how many words ---------- */

const DENSE = /[\u3400-\u9fff]/g;
const words = (text) => {
  const dense = (text.match(DENSE) ?? []).length;
  const spaced = text.replace(DENSE, " ").split(/\s+/).filter((one) => /[\p{L}\p{N}]/u.test(one));
  return spaced.length + Math.floor((dense + 1) / 2);
};

const count = (area) => {
  const line = area.parentElement.querySelector("[data-count]");
  if (!line || !area.dataset.words) return;
  line.textContent = says("words", { count: words(area.value), most: area.dataset.words });
};

/* ---------- saving while somebody writes ---------- */

const state = document.querySelector("[data-state-words]");
const mark = document.querySelector("[data-state-mark]");
const compare = document.querySelector("[data-compare]");
const others = document.querySelector("[data-others]");
const dirty = new Map(); // address -> how often it was touched since it was sent
let timer = 0;
let sending = false;
let leaving = false;

const tell = (what, values) => {
  const text = says(what, values);
  if (state.textContent !== text) state.textContent = text;
  const sign = { saved: "m-ok", saving: "", waiting: "m-open" }[what] ?? "m-error";
  mark.innerHTML = sign
    ? `<svg class="i" aria-hidden="true" focusable="false"><use href="#${sign}"/></svg>`
    : "";
};

const body = (addresses) => {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const question of questions()) {
    if (!addresses.includes(question.dataset.address)) continue;
    for (const one of inputs(question)) {
      if (["radio", "checkbox"].includes(one.type) && !one.checked) continue;
      data.append(one.name, one.value);
    }
  }
  return data;
};

const save = async () => {
  clearTimeout(timer);
  if (sending || leaving || dirty.size === 0) return;
  sending = true;
  const touched = new Map(dirty);
  tell("saving");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: body([...touched.keys()]),
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(20000),
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Error("out");
    if (!answer.ok) throw new Error("lost");
    took(await answer.json(), touched);
  } catch (error) {
    keep();
    tell(error.message === "out" ? "out" : keeps() ? "kept" : "lost");
    again(AGAIN);
  }
  sending = false;
};

const took = (told, touched) => {
  for (const [address, times] of touched) {
    if (dirty.get(address) === times) dirty.delete(address);
  }
  for (const [address, token] of Object.entries(told.tokens)) {
    form.elements[`${address}:was`].value = token;
  }
  for (const question of questions()) {
    if (touched.has(question.dataset.address)) fault(question, told.errors[question.dataset.address]);
  }
  for (const address of told.clashing) dirty.delete(address);
  keep(Object.keys(told.errors));
  compare.hidden = told.clashing.length === 0;
  if (told.clashing.length) tell("clash");
  else if (Object.keys(told.errors).length) tell("faulty");
  else if (dirty.size) again(PAUSE);
  else tell("saved", { time: clock(told.at) });
  writers(told.others);
};

const again = (after) => {
  clearTimeout(timer);
  timer = setTimeout(save, after);
};

const fault = (question, text) => {
  let line = question.querySelector(":scope > .error[data-live]");
  question.classList.toggle("field--error", Boolean(text) || question.querySelector(".error:not([data-live])") !== null);
  if (!text) return line?.remove();
  if (!line) {
    line = document.createElement("p");
    line.className = "error";
    line.dataset.live = "";
    question.prepend(line);
  }
  line.textContent = text;
};

const writers = (people) => {
  others.replaceChildren(
    ...people.flatMap((one) => {
      const line = document.createElement("span");
      line.className = "writing";
      const name = document.createElement("strong");
      name.textContent = one.name;
      line.append(name, ` ${says("writes", { what: one.what })}`);
      return [line, " "];
    }),
  );
};

/* ---------- what stays in this browser ---------- */

const PREFIX = "stocktake:";
const MONTH = 30 * 24 * 3600 * 1000;
const place = () => `${PREFIX}${form.dataset.keep}|${new URL(form.action).pathname.replace(/^\/\w\w\//, "/")}`;
const keeps = () => {
  if (!form.dataset.keep) return false;
  try {
    localStorage.setItem(`${PREFIX}try`, "1");
    localStorage.removeItem(`${PREFIX}try`);
    return true;
  } catch {
    return false;
  }
};

const keep = (also = []) => {
  if (!keeps()) return;
  const addresses = [...new Set([...dirty.keys(), ...also])];
  if (addresses.length === 0) return localStorage.removeItem(place());
  const fields = questions()
    .filter((one) => addresses.includes(one.dataset.address))
    .flatMap(inputs)
    .filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked)
    .map((one) => [one.name, one.value]);
  try {
    localStorage.setItem(place(), JSON.stringify({ at: Date.now(), addresses, fields }));
  } catch {
    tell("lost");
  }
};

const forgetOld = () => {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    const at = JSON.parse(localStorage.getItem(name) ?? "{}").at ?? 0;
    if (Date.now() - at > MONTH) localStorage.removeItem(name);
  }
};

const putBack = ({ addresses, fields }) => {
  const given = new Map();
  for (const [name, value] of fields) given.set(name, [...(given.get(name) ?? []), value]);
  for (const question of questions()) {
    if (!addresses.includes(question.dataset.address)) continue;
    for (const one of inputs(question)) {
      const values = given.get(one.name) ?? [];
      if (["radio", "checkbox"].includes(one.type)) one.checked = values.includes(one.value);
      else if (values.length) one.value = values[0];
      if (one.value && one.closest("details")) one.closest("details").open = true;
    }
    dirty.set(question.dataset.address, 1);
  }
  open();
  save();
};

const differs = ({ fields }) => {
  const data = new FormData(form);
  return fields.some(([name, value]) => {
    const plain = (text) => String(text).replaceAll("\r\n", "\n").trim();
    return !name.endsWith(":was") && !data.getAll(name).map(plain).includes(plain(value));
  });
};

const offer = () => {
  const box = document.querySelector("[data-kept]");
  if (!box || !keeps()) return;
  forgetOld();
  const kept = JSON.parse(localStorage.getItem(place()) ?? "null");
  if (!kept) return;
  if (!differs(kept)) return localStorage.removeItem(place()); // it was saved after all
  box.querySelector("[data-kept-at]").textContent = new Date(kept.at).toLocaleString(
    document.documentElement.lang,
    { dateStyle: "medium", timeStyle: "short" },
  );
  box.hidden = false;
  box.querySelector("[data-put-back]").addEventListener("click", () => {
    box.hidden = true;
    putBack(kept);
  });
  box.querySelector("[data-throw-away]").addEventListener("click", () => {
    box.hidden = true;
    localStorage.removeItem(place());
  });
};

/* ---------- the whole ---------- */

const start = () => {
  form.elements.script.value = "1";
  open();
  form.querySelectorAll("textarea[data-words]").forEach(count);
  form.addEventListener("input", (event) => {
    const question = event.target.closest("[data-address]");
    if (event.target.matches("textarea[data-words]")) count(event.target);
    open();
    if (!question || question.querySelector(".clash")) return;
    const address = question.dataset.address;
    dirty.set(address, (dirty.get(address) ?? 0) + 1);
    tell("waiting");
    again(PAUSE);
  });
  form.addEventListener("submit", () => {
    keep();
    leaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("online", save);
  window.addEventListener("pagehide", () => {
    if (!leaving) keep();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty.size && !leaving && !keeps()) event.preventDefault();
  });
  offer();
};

document.querySelector(".error-summary")?.focus();
if (form) start();
