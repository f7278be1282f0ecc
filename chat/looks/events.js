// Runs once in every HTML part of the chat. A click on [data-event] reaches Python as an event
// of that name with the element's data attributes and, inside a [data-form], with the values of
// its named fields; names that the part does not know go nowhere. Enter in a one-line field of a
// form presses its button; a changed select or date of class "at-once" does so too.
const known = EVENTS;

const send = (target) => {
  if (!known.includes(target.dataset.event)) return;
  const fields = target.closest('[data-form]')?.querySelectorAll('[name]') ?? [];
  const values = [...fields].map((field) => [
    field.name, field.type === 'checkbox' ? String(field.checked) : field.value,
  ]);
  trigger(target.dataset.event, { ...target.dataset, ...Object.fromEntries(values) });
};
const button = (field) => field.closest('[data-form]')?.querySelector('[data-event]');

element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-event]');
  if (target && element.contains(target)) send(target);
});
element.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || event.target.tagName !== 'INPUT') return;
  const target = button(event.target);
  if (target) { event.preventDefault(); send(target); }
});
element.addEventListener('change', (event) => {
  if (!event.target.classList.contains('at-once')) return;
  const target = button(event.target);
  if (target) send(target);
});
watch('value', () => document.dispatchEvent(new CustomEvent('chat:drawn', { detail: element })));
