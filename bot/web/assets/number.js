// Numbers as people write them, and as the server takes them ("1234.50").

function comma() {
  return new Intl.NumberFormat(document.documentElement.lang).format(0.5).includes(',');
}

/** toLocal writes a number of the server with the reader's decimal sign. */
export function toLocal(s) { return comma() ? (s || '').replace('.', ',') : s || ''; }

/**
 * fromLocal reads what a person typed. What could mean two things stays as it
 * is, and the server refuses it at the field.
 */
export function fromLocal(s) {
  const text = s.replace(/[\s\u00a0\u202f']/g, '');
  const [group, point] = comma() ? ['.', ','] : [',', '.'];
  const grouped = new RegExp(`^-?\\d{1,3}(\\${group}\\d{3})+(\\${point}\\d+)?$`);
  if (grouped.test(text)) return text.split(group).join('').replace(point, '.');
  return text.replace(point, '.');
}
