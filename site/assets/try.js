/* Examples that can be edited and run: Python works in a worker, so that the page stays awake. */
"use strict";
(() => {
  const state = document.getElementById("state");
  const wheels = document.getElementById("playground").dataset.wheels.split(" ").filter(Boolean);
  const outputs = new Map();
  let worker = null;
  const busy = (on) => document.querySelectorAll("[data-run]").forEach((button) => { button.disabled = on; });
  const start = () => {
    if (worker) return;
    worker = new Worker("try-worker.js", { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.state) state.textContent = data.state;
      if (data.text !== undefined) outputs.get(data.id).textContent += data.text;
      if (data.done) {
        const out = outputs.get(data.id);
        if (!out.textContent) out.textContent = "(nothing was printed)";
        busy(false);
      }
    };
    worker.onerror = (event) => {
      state.textContent = `Python could not be started: ${event.message || "the page must come from a server, not from a disk"}`;
      worker = null;
      busy(false);
    };
    worker.postMessage({ wheels });
  };
  document.addEventListener("click", (event) => {
    const { run, reset } = event.target.dataset ?? {};
    const id = run ?? reset;
    if (!id) return;
    const code = document.getElementById(`code-${id}`);
    const out = document.getElementById(`out-${id}`);
    if (reset) {
      code.value = code.defaultValue;
      out.textContent = "";
      return;
    }
    outputs.set(id, out);
    out.textContent = "";
    busy(true);
    start();
    worker?.postMessage({ id, code: code.value });
  });
})();
