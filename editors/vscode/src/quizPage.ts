/**
 * The page of the quiz: a question, the answer when it is wanted, and how well it was known. All
 * of it works by the keyboard: the focus is always on what comes next.
 */

import type { FromPage, ToPage } from './quizMessages';
import type { Rating } from './protocol';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const code = acquireVsCodeApi();
const main = document.getElementById('quiz') as HTMLElement;
const status = document.getElementById('status') as HTMLElement;

const RATINGS: [Rating, string, string][] = [
  ['again', 'Again', 'asked again soon'],
  ['good', 'Good', 'asked again later'],
  ['easy', 'Easy', 'asked again much later'],
];

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function button(text: string, key: string, message: FromPage, isFirst = false): HTMLButtonElement {
  const made = element('button', { type: 'button' }, text, ' ', element('kbd', {}, key));
  made.setAttribute('aria-keyshortcuts', key);
  made.dataset['key'] = key;
  if (isFirst) made.classList.add('primary');
  made.addEventListener('click', () => {
    if (message.kind === 'reveal') made.disabled = true;
    code.postMessage(message);
  });
  return made;
}

function question(message: Extract<ToPage, { kind: 'question' }>): void {
  const heading = element('h1', { id: 'question', tabIndex: -1, innerHTML: message.html });
  // A heading holds words and no paragraph.
  for (const paragraph of heading.querySelectorAll('p')) paragraph.replaceWith(...paragraph.childNodes);
  const facts = [message.concept, message.level ?? '', `line ${message.line}`].filter(Boolean);
  const reveal = button('Show the answer', 'Enter', { kind: 'reveal' }, true);
  main.replaceChildren(
    element('p', { className: 'progress' }, `Question ${message.number} of ${message.of}`),
    heading,
    element('p', { className: 'facts' }, facts.join(' · ')),
    element('div', { id: 'answer' }),
    element(
      'div',
      { id: 'actions', className: 'actions' },
      reveal,
      button('Show the code', 'c', { kind: 'code' }),
      button('Skip', 's', { kind: 'skip' }),
    ),
  );
  window.scrollTo(0, 0);
  reveal.focus();
  status.textContent = `Question ${message.number} of ${message.of}: ${heading.textContent ?? ''}`;
}

function answer(html: string): void {
  const place = document.getElementById('answer');
  const actions = document.getElementById('actions');
  if (!place || !actions) return;
  place.replaceChildren(element('h2', {}, 'Answer'), element('div', { className: 'markdown', innerHTML: html }));
  // Code that is wider than the page can be scrolled by the keyboard too.
  for (const block of place.querySelectorAll('pre')) {
    block.tabIndex = 0;
    block.setAttribute('role', 'region');
    block.setAttribute('aria-label', 'Example');
  }
  for (const link of place.querySelectorAll<HTMLAnchorElement>('a[href^="guide:"]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      // VS Code would try to open it by itself.
      event.stopPropagation();
      code.postMessage({ kind: 'link', href: link.getAttribute('href') ?? '' });
    });
  }
  const group = element('div', { className: 'actions' });
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'How well did you know it?');
  const buttons = RATINGS.map(([rating, text, means], index) => {
    const made = button(text, String(index + 1), { kind: 'rate', rating }, rating === 'good');
    made.title = means;
    return made;
  });
  group.append(element('span', { className: 'label' }, 'How well did you know it?'), ...buttons);
  actions.replaceWith(
    element(
      'div',
      { id: 'actions' },
      group,
      element(
        'div',
        { className: 'actions' },
        button('Open the guide', 'o', { kind: 'open' }),
        button('Show the code', 'c', { kind: 'code' }),
      ),
    ),
  );
  buttons[1]?.focus({ preventScroll: true });
  place.scrollIntoView({ block: 'nearest' });
  status.textContent = `Answer: ${place.querySelector('.markdown')?.textContent ?? ''}`;
}

function done({ asked, rated }: Extract<ToPage, { kind: 'done' }>): void {
  const close = button('Close', 'Enter', { kind: 'close' }, true);
  main.replaceChildren(
    element('h1', { tabIndex: -1 }, 'Done'),
    element('p', {}, asked === 1 ? 'One question.' : `${asked} questions.`),
    element('p', {}, RATINGS.map(([rating, text]) => `${text}: ${rated[rating]}`).join(' · ')),
    element('div', { className: 'actions' }, close, button('Once more', 'r', { kind: 'again' })),
  );
  close.focus();
  status.textContent = 'Done';
}

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.kind === 'question') question(data);
  else if (data.kind === 'answer') answer(data.html);
  else if (data.kind === 'done') done(data);
});

// One key for each button; Enter is the focused button's own.
window.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Enter') return;
  const wanted = document.querySelector<HTMLButtonElement>(`button[data-key="${CSS.escape(event.key)}"]`);
  if (wanted) {
    event.preventDefault();
    wanted.click();
  }
});

code.postMessage({ kind: 'ready' });
