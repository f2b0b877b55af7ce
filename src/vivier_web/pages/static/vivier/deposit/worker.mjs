// Reads payroll files with Python. Its own policy lets it load our files and send nothing: only the page speaks.
const PROGRAM = `
import datetime, json, sys
sys.path.insert(0, "/intake")
from vivier.intake.browser import prepared
from vivier.intake.columns import as_asked, columns_of
from vivier.intake.matrices import prepared_skills
from vivier.vocabulary import InputError

def looked_at(folder, on):
    return json.dumps(as_asked(columns_of([folder], year=datetime.date.fromisoformat(on).year)))

def answer(folder, on, siren, single_ages, columns, tell):
    try:
        found = prepared([folder], on=datetime.date.fromisoformat(on), siren=siren, single_ages=single_ages, columns=json.loads(columns), progress=tell)
    except InputError as why:
        return json.dumps({"error": str(why)})
    return json.dumps(found)

def skills(folder, on, siren, tell):
    try:
        found = prepared_skills([folder], on=datetime.date.fromisoformat(on), siren=siren, progress=tell)
    except InputError as why:
        return json.dumps({"error": str(why)})
    return json.dumps(found)
`;
const FOLDER = "/fichiers";
let ready;

function say(type, more = {}) {
  postMessage({ type, ...more });
}

async function start({ base, archive }) {
  const begun = performance.now();
  const waiting = fetch(archive);
  const { loadPyodide } = await import(base + "pyodide.mjs");
  const python = await loadPyodide({ indexURL: base });
  const response = await waiting;
  python.unpackArchive(await response.arrayBuffer(), "zip", { extractDir: "/intake" });
  python.FS.mkdir(FOLDER);
  python.runPython(PROGRAM);
  say("ready", { took: performance.now() - begun });
  return python;
}

function named(files) {
  const seen = new Set();
  return files.map((file, rank) => {
    const name = seen.has(file.name) ? `${rank + 1} ${file.name}` : file.name;
    seen.add(name);
    return { name, data: file };
  });
}

// Gives Python the chosen files for the time of one task.
async function mounted(files, task) {
  const python = await ready;
  // Mounted, not copied: Python reads the chosen files line by line where they are.
  python.FS.mount(python.FS.filesystems.WORKERFS, { blobs: named(files) }, FOLDER);
  try {
    task(python.globals);
  } finally {
    python.FS.unmount(FOLDER);
  }
}

const look = ({ files, on }) => mounted(files, (python) => {
  say("columns", { sheets: JSON.parse(python.get("looked_at")(FOLDER, on)) });
});

const read = ({ files, on, siren, singleAges, columns }) => mounted(files, (python) => {
  const begun = performance.now();
  const tell = (what, done, steps) => say("progress", { what, done, steps });
  const answer = python.get("answer")(FOLDER, on, siren, singleAges, JSON.stringify(columns), tell);
  say("read", { answer: JSON.parse(answer), took: performance.now() - begun });
});

const skills = ({ files, on, siren }) => mounted(files, (python) => {
  const tell = (what, done, steps) => say("progress", { what, done, steps });
  say("read", { answer: JSON.parse(python.get("skills")(FOLDER, on, siren, tell)) });
});

const tasks = { look, read, skills };

addEventListener("message", async ({ data }) => {
  try {
    if (data.type === "start") {
      ready = start(data);
      await ready;
    } else {
      await tasks[data.type](data);
    }
  } catch (error) {
    // What Python says of an unexpected fault may quote a line of the file: it stays here.
    say("failed", { starting: data.type === "start" });
  }
});
