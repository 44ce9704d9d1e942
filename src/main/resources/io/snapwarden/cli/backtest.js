
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const rows = (kind) => data.rows.filter((row) => row.kind === kind);
  const summary = rows('summary')[0];
  const page = document.getElementById('page');
  const VERDICTS = ['violation', 'attempt', 'allowed'];
  const COUNTS = { violation: 'violations', attempt: 'attempts', allowed: 'allowed' };
  const LABELS = { violation: 'Violations', attempt: 'Attempts', allowed: 'Allowed' };
  const FIRST = 25;
  const STEP = 100;

  // Whatever a caller chose is text, and what would move or hide text is spelled out.
  const safe = (value) =>
    String(value).replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (found) =>
      [...Array(found.length).keys()]
        .map((i) => '\\u' + found.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0'))
        .join(''));

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      node.setAttribute(name, value);
    }
    children.flat().forEach((child) => {
      if (child !== null && child !== undefined) {
        node.append(child instanceof Node ? child : safe(child));
      }
    });
    return node;
  }

  function svg(tag, attributes, text) {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) {
      node.setAttribute(name, value);
    }
    if (text !== undefined) {
      node.textContent = safe(text);
    }
    return node;
  }

  const number = (value) => value.toLocaleString('en-US');
  const count = (value, thing) => `${number(value)} ${thing}${value === 1 ? '' : 's'}`;
  const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const SHORT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const date = (text) => DATE.format(new Date(text));
  const time = (text) => text.slice(11, 19);
  const span = (row) =>
    !row.first ? '' : date(row.first) === date(row.last) ? date(row.first) : `${date(row.first)} to ${date(row.last)}`;

  // As Azure writes ids: /subscriptions/S/resourceGroups/G/providers/P/T/N
  function target(id) {
    const parts = id.split('/');
    return { name: parts[parts.length - 1], group: parts[4] || '', subscription: parts[2] || '', type: parts[7] || '' };
  }

  function caller(row) {
    const who = row.caller;
    const named = row.name && row.name.trim() && row.name !== who.application ? row.name : null;
    return {
      name: named || who.principal || `unidentified caller`,
      sub: [
        who.kind,
        named && who.principal,
        who.kind !== 'user' && who.application && `client id ${who.application}`,
        who.tenant && who.tenant !== data.tenant && `tenant ${who.tenant}`,
      ].filter(Boolean).join(' · '),
    };
  }

  function section(title, note, ...children) {
    return el('section', {}, el('div', { class: 'head' }, el('h2', {}, title), note && el('span', { class: 'note' }, note)), ...children);
  }

  function headline() {
    const bad = summary.violations + summary.attempts;
    if (summary.writes === 0) {
      return 'No snapshot write in this history';
    }
    if (bad === 0) {
      return `All ${count(summary.writes, 'snapshot write')} would have been allowed`;
    }
    return `${number(bad)} of ${count(summary.writes, 'snapshot write')} would not have been allowed`;
  }

  function header() {
    return el('header', {},
      el('p', { class: 'eyebrow' }, 'Snapwarden backtest'),
      el('h1', {}, headline()),
      el('p', { class: 'facts' },
        summary.first && el('span', {}, span(summary)),
        el('span', {}, `${count(summary.records, 'record')} read`),
        el('span', {}, `${number(summary.unrelated)} about something else`),
        el('span', {}, `${number(summary.duplicates)} repeated`),
        el('span', { class: summary.unreadable ? 'warn' : '' }, `${number(summary.unreadable)} unreadable`),
        el('span', {}, 'policy ', el('code', {}, summary.policy.slice(0, 19))),
        summary.against && el('span', {}, 'against ', el('code', {}, summary.against.slice(0, 19)))),
      summary.duplicatesKnown ? null : el('p', { class: 'warn' }, 'More writes than are remembered: of the later ones, some may count twice.'));
  }

  function figures() {
    const share = (value) => (summary.writes ? `${(100 * value / summary.writes).toFixed(value && value < summary.writes / 1000 ? 2 : 1)} % of all writes` : '');
    const acted = rows('mode').find((row) => row.mode === 'remediate').writes;
    const figure = (value, label, note, css) =>
      el('div', { class: `figure ${value ? '' : 'zero'}` }, el('b', { class: value ? css : '' }, number(value)), el('span', {}, label), el('small', {}, note));
    return el('div', { class: 'figures' },
      figure(summary.violations, 'violations', share(summary.violations), 'violation'),
      figure(summary.attempts, 'attempts', 'failed writes, which change nothing', 'attempt'),
      figure(summary.allowed, 'allowed', share(summary.allowed), 'allowed'),
      figure(acted, 'acted on at once', 'under mode remediate', 'violation'));
  }

  // Days, or weeks where days would be too thin to see.
  function periods() {
    const days = rows('day');
    if (days.length === 0) {
      return { unit: 'day', list: [] };
    }
    const DAY = 86400000;
    const first = Date.parse(days[0].day);
    const last = Date.parse(days[days.length - 1].day);
    const length = (last - first) / DAY + 1;
    const step = length <= 120 ? 1 : length <= 840 ? 7 : Math.ceil(length / 120);
    const list = [];
    for (let at = first; at <= last; at += step * DAY) {
      list.push({ at, violation: 0, attempt: 0, allowed: 0 });
    }
    days.forEach((row) => {
      const slot = list[Math.floor((Date.parse(row.day) - first) / DAY / step)];
      VERDICTS.forEach((verdict) => { slot[verdict] += row[COUNTS[verdict]]; });
    });
    return { unit: step === 1 ? 'day' : step === 7 ? 'week' : `${step} days`, list };
  }

  // The next number above that can be halved, or is 1.
  function ceiling(value) {
    const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
    return [1, 2, 3, 4, 6, 8, 10].map((each) => each * power).find((each) => each >= value && (each === 1 || each % 2 === 0));
  }

  function chart() {
    const { unit, list } = periods();
    const shown = new Set(VERDICTS);
    const holder = el('div', {});
    const readout = el('p', { class: 'readout', 'aria-live': 'polite' });
    const hint = `Each column is a ${unit}; point at one for its numbers.`;

    function draw() {
      const wide = holder.clientWidth || 1000;
      const high = wide < 500 ? 200 : 250;
      const left = 38;
      const bottom = 24;
      const top = 8;
      const sum = (slot) => VERDICTS.reduce((all, verdict) => all + (shown.has(verdict) ? slot[verdict] : 0), 0);
      const most = ceiling(Math.max(1, ...list.map(sum)));
      const y = (value) => top + (high - top - bottom) * (1 - value / most);
      const width = (wide - left) / list.length;
      const picture = svg('svg', { class: 'chart', viewBox: `0 0 ${wide} ${high}`, role: 'img', 'aria-label': 'Verdicts over time' });
      const ticks = [0, most / 2, most].filter(Number.isInteger);
      ticks.forEach((value) => {
        picture.append(svg('line', { class: 'grid', x1: left, x2: wide, y1: y(value), y2: y(value) }));
        picture.append(svg('text', { x: left - 8, y: y(value) + 4, 'text-anchor': 'end' }, number(value)));
      });
      const labels = Math.max(1, Math.ceil(list.length / Math.max(2, Math.floor(wide / 110))));
      list.forEach((slot, i) => {
        const group = svg('g', { class: 'slot', tabindex: '-1' });
        const x = left + i * width;
        const gap = Math.min(width * 0.22, 6);
        const column = Math.min(width - gap, 46);
        group.append(svg('rect', { class: 'hit', x, y: top, width, height: high - top - bottom }));
        let base = 0;
        ['allowed', 'attempt', 'violation'].filter((verdict) => shown.has(verdict)).forEach((verdict) => {
          if (slot[verdict] > 0) {
            const height = Math.max(1.5, y(base) - y(base + slot[verdict]));
            group.append(svg('rect', { class: `fill-${verdict}`, x: x + (width - column) / 2, y: y(base) - height, width: column, height, rx: Math.min(2, column / 4) }));
            base += slot[verdict];
          }
        });
        const tell = () => {
          readout.replaceChildren(`${unit === 'day' ? '' : 'From '}${DATE.format(slot.at)}: `,
            VERDICTS.map((verdict) => `${number(slot[verdict])} ${LABELS[verdict].toLowerCase()}`).join(', '));
        };
        group.addEventListener('pointerenter', tell);
        group.addEventListener('click', tell);
        picture.append(group);
        if (i % labels === 0 && x + 40 < wide) {
          picture.append(svg('text', { x: x + width / 2, y: high - 5, 'text-anchor': i === 0 ? 'start' : 'middle' }, SHORT.format(slot.at)));
        }
      });
      picture.addEventListener('pointerleave', () => readout.replaceChildren(hint));
      holder.replaceChildren(picture);
    }

    const legend = el('div', { class: 'legend', role: 'group', 'aria-label': 'What the chart shows' }, VERDICTS.map((verdict) => {
      const button = el('button', { type: 'button', 'aria-pressed': 'true' }, el('i', { class: `dot fill-${verdict}` }), LABELS[verdict]);
      button.addEventListener('click', () => {
        if (shown.has(verdict) && shown.size > 1) {
          shown.delete(verdict);
        } else {
          shown.add(verdict);
        }
        button.setAttribute('aria-pressed', String(shown.has(verdict)));
        draw();
      });
      return button;
    }));
    const node = el('section', {}, el('div', { class: 'head' }, el('h2', {}, 'Verdicts over time'), list.length ? legend : null),
      list.length ? [holder, readout] : el('p', { class: 'empty' }, 'Nothing was written.'));
    if (list.length) {
      readout.append(hint);
      new ResizeObserver(draw).observe(holder);
    }
    return node;
  }

  function stacked(parts, whole, big) {
    return el('div', { class: big ? 'bar big' : 'bar' }, parts.filter(([value]) => value > 0).map(([value, css]) => {
      const part = el('i', { class: `fill-${css}` });
      part.style.width = `${Math.max(0.6, 100 * value / whole)}%`;
      return part;
    }));
  }

  function done() {
    const modes = [...rows('mode')].reverse();
    const all = modes.reduce((sum, row) => sum + row.writes, 0);
    if (all === 0) {
      return section('What would have been done', null, el('p', { class: 'empty' }, 'Nothing: every write was allowed.'));
    }
    const does = { remediate: 'acts at once', approve: 'asks a person first', ticket: 'opens a ticket', observe: 'records it' };
    const limits = rows('limit').map((row) => el('p', { class: `note ${row.trips ? 'warn' : ''}` },
      row.trips
        ? `The limit of ${count(row.remediatedTargetsPerHour, 'snapshot')} an hour would have tripped ${row.trips === 1 ? 'once' : `${row.trips} times`} in subscription ${row.subscription}, first on ${date(row.first)} at ${time(row.first)}: ${count(row.held, 'write')} would have got a ticket only.`
        : `The limit of ${count(row.remediatedTargetsPerHour, 'snapshot')} an hour would never have tripped in subscription ${row.subscription}: ${number(row.most)} in the busiest hour.`));
    return section('What would have been done', `with ${count(all, 'write')} that no rule allows`,
      stacked(modes.map((row) => [row.writes, row.mode]), all, true),
      el('div', { class: 'key' }, modes.map((row) => el('span', {}, el('i', { class: `dot fill-${row.mode}` }), el('b', {}, number(row.writes)), `${row.mode}: ${does[row.mode]}`))),
      limits.length ? el('div', { class: 'key' }, limits) : null);
  }

  function rank(name, sub, row, most, press) {
    const notAllowed = row.violations + row.attempts;
    const node = el(press ? 'button' : 'div', press ? { class: 'rank', type: 'button', title: 'Show these below' } : { class: 'rank' },
      el('span', { class: 'line' }, el('bdi', { class: 'name' }, name),
        el('span', { class: notAllowed ? 'count violation' : 'count allowed' }, number(notAllowed || row.allowed))),
      el('bdi', { class: 'sub' }, sub),
      stacked(VERDICTS.map((verdict) => [row[COUNTS[verdict]], verdict]), most));
    if (press) {
      node.addEventListener('click', press);
    }
    return el('li', {}, node);
  }

  function ranking(title, kind, describe, find) {
    const list = rows(kind);
    const rest = rows(`other-${kind}s`)[0];
    const total = summary[`${kind}s`];
    const most = Math.max(1, ...list.map((row) => row.violations + row.attempts + row.allowed));
    const items = list.map((row) => {
      const { name, sub, search } = describe(row);
      return rank(name, `${sub}${sub ? ' · ' : ''}${number(row.allowed)} allowed`, row, most, row.violations + row.attempts ? () => find(search) : null);
    });
    if (rest) {
      items.push(rank('All others', `${rest.count === null ? 'more than can be told apart' : number(rest.count)} · ${number(rest.allowed)} allowed`, rest,
        Math.max(most, rest.violations + rest.attempts + rest.allowed), null));
    }
    return section(title, total > list.length ? `${list.length} with the most violations, of ${number(total)}` : null,
      items.length ? el('ul', { class: 'ranks' }, items) : el('p', { class: 'empty' }, 'None.'));
  }

  function simple(title, note, list, empty) {
    return section(title, note, list.length
      ? el('ul', { class: 'ranks' }, list.map(([name, sub, value, css]) => el('li', {}, el('div', { class: 'rank' },
        el('span', { class: 'line' }, el('bdi', { class: 'name' }, name), el('span', { class: `count ${css || ''}` }, value)),
        sub ? el('bdi', { class: 'sub' }, sub) : null))))
      : el('p', { class: 'empty' }, empty));
  }

  function details() {
    const worst = (one, other) => other.violations + other.attempts - one.violations - one.attempts;
    const remediations = rows('remediation').map((row) => [row.remediation, `under ${row.mode}`, number(row.violations + row.attempts)]);
    const uses = [...rows('rule')].sort((one, other) => one.writes - other.writes);
    return el('div', { class: 'trio' },
      simple('Why it was not allowed', null,
        [...rows('violation')].sort(worst).map((row) => [row.code, span(row), number(row.violations + row.attempts), 'violation']),
        'Every write was allowed.'),
      simple('Responses and remediations', null,
        [...rows('response')].sort(worst).map((row) => [row.response, row.mode, number(row.violations + row.attempts)]).concat(remediations),
        'None was needed.'),
      simple('Allow rules', uses.some((row) => !row.writes) ? 'unused first' : null,
        uses.map((row) => [row.rule, row.writes ? `last used ${date(row.last)}` : `owner ${row.owner}`, row.writes ? number(row.writes) : 'never', row.writes ? 'allowed' : 'attempt']),
        'The policy has none.'));
  }

  // A table with a search field and choices above it, drawn piece by piece.
  function searchable(id, list, describe, columns, choices, empty) {
    const entries = list.map((row) => ({ row, text: describe(row) }));
    const input = el('input', { type: 'search', id: `${id}-search`, placeholder: 'Caller, target, reason, date …', 'aria-label': 'Search' });
    const selects = choices.map(([label, key, of]) => {
      const values = [...new Set(list.flatMap(of))].filter(Boolean).sort();
      const select = el('select', { id: `${id}-${key}`, 'aria-label': label }, el('option', { value: '' }, label), values.map((value) => el('option', { value }, value)));
      return { select, of };
    });
    const body = el('tbody', {});
    const table = el('table', { id }, el('thead', {}, el('tr', {}, columns.map(([title, css]) => el('th', { class: css, scope: 'col' }, title)))), body);
    const status = el('span', { class: 'note', id: `${id}-status`, 'aria-live': 'polite' });
    const none = el('p', { class: 'empty' });
    const more = el('button', { class: 'more', type: 'button' });
    let limit = FIRST;

    function draw() {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const found = entries.filter(({ row, text }) => words.every((word) => text.includes(word))
        && selects.every(({ select, of }) => select.value === '' || of(row).includes(select.value)));
      body.replaceChildren(...found.slice(0, limit).map(({ row }) =>
        el('tr', {}, columns.map(([title, , cell]) => el('td', { 'data-label': title }, cell(row))))));
      status.replaceChildren(`${number(Math.min(limit, found.length))} of ${number(found.length)}${found.length < list.length ? ` that match, of ${number(list.length)}` : ''}`);
      none.replaceChildren(list.length === 0 ? empty : 'Nothing matches.');
      none.hidden = found.length > 0;
      table.hidden = found.length === 0;
      more.hidden = found.length <= limit;
      more.replaceChildren(`Show ${number(Math.min(STEP, found.length - limit))} more`);
    }

    const again = () => { limit = FIRST; draw(); };
    input.addEventListener('input', again);
    selects.forEach(({ select }) => select.addEventListener('change', again));
    more.addEventListener('click', () => { limit += STEP; draw(); });
    draw();
    return {
      status,
      nodes: [list.length ? el('div', { class: 'tools' }, input, selects.map(({ select }) => select)) : null, table, none, more],
      find: (text) => {
        input.value = text;
        selects.forEach(({ select }) => { select.value = ''; });
        again();
        input.closest('section').scrollIntoView({ behavior: 'smooth', block: 'start' });
      },
    };
  }

  const two = (name, sub) => [el('bdi', { class: 'name' }, name), el('bdi', { class: 'sub' }, sub)];
  const when = (row) => two(date(row.at), `${time(row.at)} UTC`);
  const who = (row) => { const { name, sub } = caller(row); return two(name, sub); };
  const what = (row) => { const { name, group, subscription } = target(row.target); return two(name, `in ${group}, ${subscription}`); };
  const words = (row) => [row.at, date(row.at), row.target, row.name, row.caller.kind, row.caller.principal, row.caller.application, row.caller.tenant, row.event];
  const lower = (list) => list.filter(Boolean).join(' ').toLowerCase();

  function findings() {
    const list = rows('finding');
    const all = summary.violations + summary.attempts;
    const parts = searchable('findings', list,
      (row) => lower([...words(row), row.verdict, row.violations.join(' '), row.reason, row.response, row.mode, row.remediations.join(' ')]),
      [
        ['When', 'w-when', when],
        ['Verdict', 'w-verdict', (row) => [el('span', { class: `tag ${row.verdict}` }, row.verdict), el('span', { class: 'sub' }, row.violations.join(', '))]],
        ['Caller', 'w-who', who],
        ['Target', 'w-what', what],
        ['Why and then', '', (row) => [el('bdi', {}, row.reason), el('span', { class: 'sub' }, `${row.mode} (${row.response})${row.remediations.length ? `: ${row.remediations.join(', ')}` : ''}`)]],
      ],
      [['All verdicts', 'verdict', (row) => [row.verdict]], ['All reasons', 'code', (row) => row.violations], ['All modes', 'mode', (row) => [row.mode]]],
      'No violation and no attempt.');
    const node = section('What was not allowed', null, all > list.length ? el('p', { class: 'note' }, `The newest ${number(list.length)} of ${number(all)}.`) : null, ...parts.nodes);
    if (list.length) {
      node.querySelector('.head').append(parts.status);
    }
    return { node, find: parts.find };
  }

  function changes() {
    if (summary.changes === null || summary.changes === undefined) {
      return null;
    }
    const list = rows('change');
    const short = (side) => [el('span', { class: `tag ${side.verdict}` }, side.verdict),
      el('span', { class: 'sub' }, side.rule ? `rule ${side.rule}` : `${side.violations.join(', ')}: ${side.mode} (${side.response})`)];
    const parts = searchable('changes', list,
      (row) => lower([...words(row), row.before.verdict, row.after.verdict, row.before.reason, row.after.reason, row.before.rule, row.after.rule]),
      [['When', 'w-when', when], ['Before', 'w-what', (row) => short(row.before)], ['After', 'w-what', (row) => short(row.after)], ['Caller', '', who], ['Target', '', what]],
      [['All before', 'before', (row) => [row.before.verdict]], ['All after', 'after', (row) => [row.after.verdict]]],
      'Both policies decide every write alike.');
    const turns = [...rows('turn')].sort((one, other) => other.writes - one.writes);
    const node = section(`Against the old policy: ${count(summary.changes, 'write')} decided otherwise`, null,
      turns.length ? el('ul', { class: 'ranks turns' }, turns.map((row) => el('li', {}, el('div', { class: 'rank' },
        el('span', { class: 'line' }, el('bdi', { class: 'name' }, `${row.before}  →  ${row.after}`), el('span', { class: 'count' }, number(row.writes))))))) : null,
      summary.changes > list.length ? el('p', { class: 'note' }, `Below, the newest ${number(list.length)}.`) : null,
      ...parts.nodes);
    if (list.length) {
      node.querySelector('.head').append(parts.status);
    }
    return node;
  }

  function suggestions() {
    if (!data.suggest) {
      return null;
    }
    const list = rows('suggestion');
    return section('Suggested allow rules', list.length ? 'by what happened; whether it should have is for a person to judge' : null,
      list.length
        ? list.map((row) => el('details', {}, el('summary', {}, `${caller(row).name}: ${count(row.writes, 'write')}`), el('pre', {}, ...row.snippet.split('\n').flatMap((line) => [line, document.createTextNode('\n')]))))
        : el('p', { class: 'empty' }, 'No caller looks legitimate by what it does.'));
  }

  function unreadable() {
    const list = rows('unreadable');
    return list.length === 0 ? null : simple('Unreadable', summary.unreadable > list.length ? `the first ${list.length} of ${number(summary.unreadable)}` : null,
      list.map((row) => [`${row.source}, number ${row.index}`, row.reason, '']), '');
  }

  const list = findings();
  [
    header(), figures(), chart(), done(),
    el('div', { class: 'pair' },
      ranking('Callers', 'caller', (row) => ({ ...caller(row), search: row.caller.principal || 'unidentified' }), list.find),
      ranking('Targets', 'target', (row) => { const { name, group, subscription } = target(row.target); return { name, sub: `in ${group}, ${subscription}`, search: row.target }; }, list.find)),
    details(), changes(), list.node, suggestions(), unreadable(),
    el('footer', {}, `Made ${date(data.made)}. Nothing was changed by it. Days and times are in UTC; an attempt is a write that failed.`),
  ].filter(Boolean).forEach((part) => page.append(part));
})();
