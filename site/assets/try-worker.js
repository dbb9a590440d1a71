/* Python for the examples: Pyodide and the wheels of this site, nothing from elsewhere. */
import { loadPyodide } from "./pyodide/pyodide.mjs";

let ready = null;
const tell = (state) => postMessage({ state });

const load = async (wheels) => {
  tell("Loading Python …");
  const python = await loadPyodide({ indexURL: new URL("pyodide/", import.meta.url).href });
  tell("Loading alstx …");
  const place = python.runPython("import site; site.getsitepackages()[0]");
  for (const wheel of wheels) {
    const file = await fetch(new URL(`pyodide/${wheel}`, import.meta.url));
    python.unpackArchive(await file.arrayBuffer(), "zip", { extractDir: place });
  }
  const version = python.runPython("import alstx; f'alstx {alstx.__version__}, data version {alstx.load().version}'");
  tell(`Ready: ${version}.`);
  return python;
};

onmessage = async ({ data }) => {
  if (data.wheels) {
    ready = load(data.wheels);
    ready.catch((error) => tell(`Python could not be loaded: ${error.message}`));
    return;
  }
  const { id, code } = data;
  try {
    const python = await ready;
    const write = (text) => postMessage({ id, text: `${text}\n` });
    python.setStdout({ batched: write });
    python.setStderr({ batched: write });
    await python.runPythonAsync(code, { globals: python.toPy({ __name__: "__main__" }) });
  } catch (error) {
    // the lines of the example only, not those of Pyodide itself
    const lines = String(error.message).trim().split("\n");
    postMessage({ id, text: lines.slice(-4).join("\n") });
  }
  postMessage({ id, done: true });
};
