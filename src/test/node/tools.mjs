// Plays the tools that the deployment scripts call, for as long as its standard input is open: the Azure CLI (az.mjs), Maven,
// which only makes an empty package, and the JVM: check and role are the real command line's, what works on the app's storage
// is played. One process for all calls, for a call is asked for a thousand times.
//   TOOLS_KEY=KEY REAL_JAVA=FILE REAL_CLASSES=PATH node tools.mjs MODULES
// It prints the port of the loopback interface at which it listens. A request is a number and then as many texts, each ended
// by a NUL: KEY, the world's file, what is to be refused, the storage account, the working directory, the tool, its arguments.
// The answer is lines: o and a line of the output, e and one of the errors, and at last x and the exit code.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Refusal, az } from './az.mjs';

function mvn({ cwd }) {
  const app = join(cwd, 'target/azure-functions/snapwarden');
  mkdirSync(join(app, 'OnSnapshotWrite'), { recursive: true });
  writeFileSync(join(app, 'host.json'), '{}\n');
  writeFileSync(join(app, 'OnSnapshotWrite/function.json'), '{}\n');
  writeFileSync(join(app, 'local.settings.json'), '{"Values":{"secret":"x"}}\n');
  writeFileSync(join(cwd, 'target/snapwarden.jar'), 'jar\n');
}

const answers = new Map(); // the same question has the same answer, and a JVM takes its time

function real({ cwd, say, complain }, argv) {
  const files = readdirSync(cwd).filter((each) => each.endsWith('.json')).sort();
  const question = JSON.stringify([argv, files.map((each) => [each, readFileSync(join(cwd, each), 'utf8')])]);
  if (!answers.has(question)) {
    answers.set(question, spawnSync(process.env.REAL_JAVA,
      ['-XX:TieredStopAtLevel=1', '-cp', process.env.REAL_CLASSES, 'io.snapwarden.cli.Snapwarden', ...argv], { cwd, encoding: 'utf8' }));
  }
  const { status, stdout, stderr, error } = answers.get(question);
  if (error) throw error;
  if (stdout) say(stdout.replace(/\n$/, ''));
  if (stderr) complain(stderr.replace(/\n$/, ''));
  return status ?? 1;
}

function java(call, [option, jar, ...argv]) {
  const { world: file, storage, cwd, say, complain } = call;
  if (option !== '-jar' || jar !== 'target/snapwarden.jar' || !existsSync(join(cwd, jar))) return 9;
  if (['check', 'role'].includes(argv[0])) return real(call, argv);
  if (storage !== 'snapwardenstorage') {
    complain('whose storage?');
    return 1;
  }
  switch (argv.slice(0, 2).join(' ')) {
    case 'policy put': {
      const tries = existsSync(`${file}.tries`) ? Number(readFileSync(`${file}.tries`, 'utf8')) : 0;
      writeFileSync(`${file}.tries`, String(tries + 1));
      if (tries < 2) {
        complain('403: not yet');
        return 1;
      }
      copyFileSync(resolve(cwd, argv[2]), `${file}.policy`);
      say('in force');
      return 0;
    }
    case 'incidents list':
      if (argv[2] !== '--target' || argv[4] !== '--json') return 9;
      for (const each of JSON.parse(readFileSync(file, 'utf8')).incidents ?? []) if (each.target === argv[3]) say(JSON.stringify(each));
      return 0;
    default:
      return 9;
  }
}

const tools = { az, mvn, java };

/** What a call comes to, as the lines of the answer. */
function answer([world, refuse, storage, cwd, tool, ...argv]) {
  const lines = [];
  const into = (sign) => (text) => lines.push(...text.split('\n').map((each) => sign + each));
  let code;
  try {
    code = tools[tool]({ world, refuse, storage, cwd, say: into('o'), complain: into('e') }, argv) ?? 0;
  } catch (e) {
    into('e')(e instanceof Refusal ? `ERROR: ${e.message}` : String(e.stack));
    code = 1;
  }
  return [...lines, `x${code}`, ''].join('\n');
}

const server = createServer({ allowHalfOpen: true }, (connection) => {
  let asked = '';
  connection.setEncoding('utf8');
  connection.on('error', () => {}); // whoever asked is gone
  connection.on('end', () => connection.end());
  connection.on('data', (more) => {
    asked += more;
    const texts = asked.split('\0');
    if (texts.length - 2 === Number(texts[0])) {
      connection.end(texts[1] === process.env.TOOLS_KEY ? answer(texts.slice(2, -1)) : 'eThat is not the key.\nx98\n');
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).on('error', () => process.exit()).resume();
