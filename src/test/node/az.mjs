// Plays the Azure CLI to the deployment scripts: keeps a little Azure in a file, takes only the commands and options that
// it knows, checks what they are given, and can be told to fail. tools.mjs calls it.
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const [, , modules] = process.argv;
const jmespath = createRequire(resolve(modules, 'package.json'))('jmespath');

/** Ends a call, with what Azure says; nothing that the call did is kept. */
export class Refusal extends Error {}

function refuse(message) {
  throw new Refusal(message);
}

/**
 * One call.
 *
 * @param world the file of the little Azure
 * @param refuse a command of which each call fails, as if Azure had refused it; or "each change once"
 * @param cwd where the call is made
 * @param say prints a line
 */
export function az({ world: file, refuse: refused, cwd, say }, argv) {
  const world = JSON.parse(readFileSync(file, 'utf8'));
  appendFileSync(file + '.calls', JSON.stringify(argv) + '\n');
  const read = (path) => readFileSync(resolve(cwd, path), 'utf8');

  const split = argv.findIndex((each) => each.startsWith('--'));
  const command = (split < 0 ? argv : argv.slice(0, split)).join(' ');
  const options = {};
  for (const each of split < 0 ? [] : argv.slice(split)) {
    if (each.startsWith('--')) {
      options.last = each.slice(2);
      options[options.last] ??= [];
    } else {
      options[options.last].push(each);
    }
  }
  delete options.last;
  const option = (name) => options[name]?.[0];

  /** Whatever an argument says: az reads @FILE from the file. */
  const content = (text) => (text.startsWith('@') ? read(text.slice(1)) : text);
  const subscription = () => {
    const id = option('subscription') ?? world.current;
    return world.subscriptions[id] ?? refuse(`The subscription of '${id}' doesn't exist in cloud 'AzureCloud'.`);
  };
  const same = (one, other) => one.toLowerCase() === other.toLowerCase();
  const group = () => subscription().groups[option('resource-group')] ?? refuse(`Resource group '${option('resource-group')}' could not be found.`);

  /** What a template declares, read line by line. */
  function template(path) {
    const text = read(path);
    const blocks = [...text.matchAll(/^resource \w+ '([^']+)@[^']+' (existing )?=([\s\S]*?)\n(\}|\])\n/gm)];
    return {
      parameters: [...text.matchAll(/^param (\w+) \w+( =)?/gm)].map((each) => ({ name: each[1], required: !each[2] })),
      outputs: [...text.matchAll(/^output (\w+)/gm)].map((each) => each[1]),
      modules: [...text.matchAll(/^module \w+ '([^']+)'/gm)].map((each) => join(dirname(path), each[1])),
      resources: blocks
        .filter((each) => !each[2] && !/^ {2,4}scope: /m.test(each[3])) // what stands on another resource has no tags
        .map((each) => ({ type: each[1], tagged: /^ {2,4}tags: /m.test(each[3]) })),
    };
  }

  function given(path) {
    const values = {};
    for (const each of options.parameters ?? []) {
      if (each.startsWith('@')) {
        for (const [name, { value }] of Object.entries(JSON.parse(content(each)).parameters)) {
          values[name] = value;
        }
      } else {
        const at = each.indexOf('=');
        const text = content(each.slice(at + 1));
        values[each.slice(0, at)] = /^[[{]/.test(text) ? JSON.parse(text) : text;
      }
    }
    const declared = template(path).parameters;
    for (const name of Object.keys(values)) {
      if (!declared.some((each) => each.name === name)) refuse(`${path} has no parameter ${name}`);
    }
    for (const each of declared) {
      if (each.required && !(each.name in values)) refuse(`${path} needs the parameter ${each.name}`);
    }
    return values;
  }

  /** The resources of a template and its modules that can be tagged, in the group. */
  function make(path, id, name, into) {
    const { resources, modules: more } = template(path);
    for (const { type, tagged } of resources) {
      if (type.split('/').length === 2 && !type.startsWith('Microsoft.Authorization/')) {
        if (!tagged && !/workbooks/.test(type)) refuse(`${path}: ${type} has no tags`);
        const made = `${id}/resourceGroups/${option('resource-group')}/providers/${type}/${name}-${type.split('/')[1].toLowerCase()}`;
        if (!into.resources.some((each) => each.id === made)) {
          into.resources.push({ id: made, type, tags: { snapwarden: name } });
        }
      }
    }
    more.filter((each) => !/event-subscription|role|dead-letter/.test(each)).forEach((each) => make(each, id, name, into));
  }

  function deployMain(path, values) {
    const into = group();
    const id = `/subscriptions/${subscription().id}`;
    make(path, id, values.name, into);
    const app = `${id}/resourceGroups/${option('resource-group')}/providers/Microsoft.Web/sites/${values.name}-app`;
    const all = {
      functionAppName: `${values.name}-app`,
      functionAppId: app,
      functionAppHost: `${values.name}-app.azurewebsites.example`,
      storageAccountName: `${values.name}storage`,
      storageAccountId: into.resources.find((each) => same(each.type, 'Microsoft.Storage/storageAccounts')).id,
      principalId: world.principal,
      keyVaultName: `${values.name}-vault`,
      actionGroupId: `${id}/resourceGroups/${option('resource-group')}/providers/Microsoft.Insights/actionGroups/${values.name}`,
    };
    const outputs = {};
    for (const name of template(path).outputs) {
      outputs[name] = { value: all[name] ?? 'not known to the stand-in' };
    }
    const access = (subscription().assignments['storage-access'] ??= { id: 'storage-access', scope: all.storageAccountId, principalId: world.principal });
    if (access.principalId !== world.principal) refuse('RoleAssignmentUpdateNotPermitted: tenant ID, application ID, principal ID, and scope are not allowed to be updated');
    world.app = { name: all.functionAppName, mode: values.mode, functions: world.app?.functions ?? [], values };
    into.deployments[option('name')] = { properties: { outputs } };
  }

  function deployEvents(path, values) {
    const here = subscription();
    if (!values.functionAppId.endsWith('/' + world.app?.name) || !world.app.functions.includes('OnSnapshotWrite')) {
      refuse('Destination endpoint not found: the function does not exist');
    }
    let topic = here.topics.find((each) => each.name === values.existingTopicName && same(each.resourceGroup, values.existingTopicResourceGroup));
    if (values.existingTopicName && !topic) refuse(`there is no system topic ${values.existingTopicName}`);
    if (!topic) {
      const name = `${values.name}-subscription-events`;
      const taken = here.topics.find((each) => each.name !== name);
      if (taken) refuse(`only one system topic is allowed per source: ${taken.name}`);
      topic = here.topics.find((each) => each.name === name);
      if (!topic) {
        topic = { name, resourceGroup: option('resource-group'), topicType: 'Microsoft.Resources.Subscriptions', identity: { type: 'SystemAssigned', principalId: `topic-of-${here.id}` }, eventSubscriptions: [] };
        here.topics.push(topic);
        group().resources.push({ id: `/subscriptions/${here.id}/resourceGroups/${topic.resourceGroup}/providers/Microsoft.EventGrid/systemTopics/${name}`, type: 'Microsoft.EventGrid/systemTopics', tags: values.tags });
      }
    }
    topic.eventSubscriptions = [{ name: `${values.name}-snapshot-writes`, groups: values.resourceGroups }];
    world.subscriptions[values.storageAccountId.split('/')[2]].assignments[`dead-letters-${here.id}`] = {
      id: `dead-letters-${here.id}`, scope: `${values.storageAccountId}/blobServices/default/containers/snapwarden-dead-letters`, principalId: topic.identity.principalId,
    };
  }

  function deployRole(path, values) {
    const here = subscription();
    if (!values.definition.Actions?.length) refuse('the definition has no actions');
    if (values.principalId !== world.principal) refuse(`Principal ${values.principalId} does not exist in the directory`);
    const source = read(path);
    const names = [...source.matchAll(/roleName: '([^']+)'/g)].map((each) =>
      each[1].replace('${name}', values.name).replace('${subscription().subscriptionId}', here.id));
    names.slice(0, values.resourceGroups.length ? 2 : 1).forEach((roleName, i) => {
      here.roles[roleName] = { roleName, actions: i === 0 ? values.definition.Actions : ['Microsoft.Insights/eventtypes/values/read'] };
      here.assignments[roleName] = { id: `assignment-${roleName.replaceAll(' ', '-')}`, role: roleName, principalId: values.principalId, groups: i === 0 ? values.resourceGroups : [] };
    });
  }

  function deployment(act) {
    const path = option('template-file');
    const values = given(path);
    if (path.endsWith('events.bicep') && act) deployEvents(path, values);
    else if (path.endsWith('main.bicep') && act) deployMain(path, values);
    else if (path.endsWith('role.bicep') && act) deployRole(path, values);
    return act ? undefined : 'Resource changes: …';
  }

  function drop(list, id) {
    const at = list.findIndex((each) => each.id === id);
    if (at < 0) refuse(`${id} was not found`);
    list.splice(at, 1);
  }

  function deleteResource() {
    const id = option('ids');
    const name = id.split('/')[4];
    const of = world.subscriptions[id.split('/')[2]];
    const all = of.groups[name].resources;
    if (same(id.split('/').slice(6, 8).join('/'), 'Microsoft.Web/serverfarms') && all.some((each) => same(each.type, 'Microsoft.Web/sites'))) {
      refuse('Server farm cannot be deleted because it has web app(s) assigned to it');
    }
    drop(all, id);
    if (/\/sites\//.test(id)) delete world.app;
    if (/userAssignedIdentities/.test(id)) world.principal = `${world.principal}-again`;
    if (/systemTopics/.test(id)) of.topics = of.topics.filter((each) => !id.endsWith('/' + each.name));
  }

  function zipped() {
    const names = execFileSync('unzip', ['-Z1', option('src')], { cwd, encoding: 'utf8' }).split('\n');
    if (!names.includes('host.json')) refuse('host.json is not at the root of the package');
    if (names.includes('local.settings.json')) refuse('local.settings.json is in the package');
    if (option('name') !== world.app?.name) refuse(`there is no app ${option('name')}`);
    world.app.functions = names.filter((each) => each.endsWith('/function.json')).map((each) => each.split('/')[0]);
  }

  function posted() {
    const headers = JSON.parse(content(option('headers')));
    const [event] = JSON.parse(content(option('body')));
    const url = new URL(option('url') ?? option('uri'));
    if (headers['x-functions-key'] !== world.key) refuse('Unauthorized');
    if (headers['aeg-event-type'] !== 'Notification') refuse('Bad Request');
    if (url.pathname !== '/runtime/webhooks/eventgrid' || url.search !== '?functionName=OnSnapshotWrite') refuse('Not Found');
    if (event.data.resourceUri !== event.subject || event.eventType !== 'Microsoft.Resources.ResourceWriteFailure') refuse(`not the event of a failed write: ${JSON.stringify(event)}`);
    if (!world.deaf) (world.incidents ??= []).push({ id: `incident-${world.incidents.length}`, target: event.subject });
  }

  const place = ['subscription', 'resource-group'];
  /** command: [changes something, the options that it must have, those that it may have, what it does] */
  const commands = {
    'account show': [false, [], ['subscription'], () => {
      if (!world.user) refuse("Please run 'az login' to setup account.");
      const id = option('subscription') ?? world.current;
      const found = Object.values(world.subscriptions).find((each) => each.id === id || each.name === id);
      if (!found) refuse(`The subscription of '${id}' doesn't exist`);
      return { id: found.id, tenantId: world.tenant, user: world.user };
    }],
    'ad signed-in-user show': [false, [], [], () => ({ id: world.operator })],
    'ad sp show': [false, ['id'], [], () => ({ id: world.operator })],
    'provider list': [false, ['subscription'], [], () => Object.entries(subscription().providers).map(([namespace, registrationState]) => ({ namespace, registrationState }))],
    'provider register': [true, ['subscription', 'namespace', 'wait'], [], () => { subscription().providers[option('namespace')] = 'Registered'; }],
    'group exists': [false, ['subscription', 'name'], [], () => option('name') in subscription().groups],
    'group show': [false, ['subscription', 'name'], [], () => subscription().groups[option('name')] ?? refuse('not found')],
    'group create': [true, ['subscription', 'name', 'location'], ['tags'], () => { subscription().groups[option('name')] ??= { location: option('location'), resources: [], deployments: {} }; }],
    'group delete': [true, ['subscription', 'name', 'yes'], [], () => { delete subscription().groups[option('name')]; }],
    'functionapp list-flexconsumption-locations': [false, [], [], () => [{ name: 'West Europe' }, { name: 'East US' }]],
    'functionapp config appsettings list': [false, [...place, 'name'], [], () => [{ name: 'SNAPWARDEN_MODE', value: world.app.mode }]],
    'functionapp deployment source config-zip': [true, [...place, 'name', 'src'], [], zipped],
    'functionapp function list': [false, [...place, 'name'], [], () => world.app.functions.map((each) => ({ name: `${world.app.name}/${each}` }))],
    'functionapp keys list': [false, [...place, 'name'], [], () => ({ systemKeys: { eventgrid_extension: world.key } })],
    'keyvault list-deleted': [false, ['subscription', 'resource-type'], [], () => world.deletedVaults ?? []],
    'keyvault recover': [true, ['subscription', 'name'], [], () => { world.deletedVaults = world.deletedVaults.filter((each) => each.name !== option('name')); }],
    'deployment group create': [true, [...place, 'name', 'template-file', 'parameters'], [], () => deployment(group())],
    'deployment sub create': [true, ['subscription', 'location', 'name', 'template-file', 'parameters'], [], () => deployment(subscription())],
    'deployment group what-if': [false, [...place, 'name', 'template-file', 'parameters'], [], () => deployment(undefined)],
    'deployment sub what-if': [false, ['subscription', 'location', 'name', 'template-file', 'parameters'], [], () => deployment(undefined)],
    'deployment group show': [false, [...place, 'name'], [], () => group().deployments[option('name')] ?? refuse('not found')],
    'eventgrid system-topic list': [false, ['subscription'], [], () => subscription().topics],
    'eventgrid system-topic event-subscription list': [false, [...place, 'system-topic-name'], [], () => subscription().topics.find((each) => each.name === option('system-topic-name')).eventSubscriptions],
    'eventgrid system-topic event-subscription delete': [true, [...place, 'system-topic-name', 'name', 'yes'], [], () => {
      const topic = subscription().topics.find((each) => each.name === option('system-topic-name'));
      topic.eventSubscriptions = topic.eventSubscriptions.filter((each) => each.name !== option('name'));
    }],
    'role definition list': [false, ['subscription', 'custom-role-only'], [], () => Object.values(subscription().roles)],
    'role definition delete': [true, ['subscription', 'name', 'scope'], [], () => {
      if (Object.values(subscription().assignments).some((each) => each.role === option('name'))) refuse('There are existing role assignments referencing role');
      delete subscription().roles[option('name')];
    }],
    'role assignment list': [false, ['subscription'], ['all', 'role', 'scope'], () =>
      Object.values(subscription().assignments).filter((each) =>
        option('role') ? each.role === option('role') : option('scope') ? each.scope === option('scope') : 'all' in options)],
    'role assignment delete': [true, ['subscription', 'ids'], [], () => {
      const all = subscription().assignments;
      const key = Object.keys(all).find((each) => all[each].id === option('ids')) ?? refuse('not found');
      delete all[key];
    }],
    'identity show': [false, ['ids'], [], () => ({ principalId: world.principal })],
    'resource list': [false, place, [], () => group().resources.map((each) => ({ ...each, name: each.type === 'Microsoft.Web/sites' ? world.app.name : each.id }))],
    'resource delete': [true, ['subscription', 'ids'], [], deleteResource],
    rest: [true, ['method', 'skip-authorization-header', 'headers', 'body'], ['url', 'uri'], posted],
  };

  const known = commands[command] ?? refuse(`'${command}' is misspelled or not recognized by the system.`);
  const [changes, must, may, act] = known;
  for (const name of must) if (!(name in options)) refuse(`the following arguments are required: --${name}`);
  for (const name of Object.keys(options)) {
    if (![...must, ...may, 'query', 'output', 'only-show-errors'].includes(name)) refuse(`unrecognized arguments: --${name}`);
  }
  if (command === refused) refuse(`(InternalServerError) ${command} was told to fail`);
  if (changes) {
    world.changes = (world.changes ?? 0) + 1;
    const change = [command, ...['subscription', 'resource-group', 'namespace', 'name', 'ids'].map(option).filter(Boolean)].join(' ');
    const first = refused === 'each change once' && !(world.refused ??= []).includes(change);
    if (first) world.refused.push(change);
    writeFileSync(file, JSON.stringify(world));
    if (first) refuse(`(InternalServerError) ${command} was told to fail`);
  }
  let answer = act();
  writeFileSync(file, JSON.stringify(world));
  if (option('output') !== 'none' && answer !== undefined) {
    if (option('query')) answer = jmespath.search(answer, option('query'));
    const cell = (each) => (each === null || each === undefined ? '' : String(each));
    const rows = Array.isArray(answer) ? answer : answer === null ? [] : [answer];
    for (const row of rows) say(Array.isArray(row) ? row.map(cell).join('\t') : cell(row));
  }
}
