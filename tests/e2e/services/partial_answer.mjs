// Google's `fields`: "nextPageToken,items(id,start/date)" selects a part of an answer.

function parse(text) {
  let at = 0;
  const name = () => {
    const found = /^[A-Za-z0-9_]+|^\*/.exec(text.slice(at))?.[0];
    if (!found) throw new SyntaxError(`Invalid field selection ${text}`);
    at += found.length;
    return found;
  };
  const selector = (tree) => {
    const key = name();
    let inner = null;
    if (text[at] === '/') {
      at++;
      inner = selector({});
    } else if (text[at] === '(') {
      at++;
      inner = list();
      if (text[at++] !== ')') throw new SyntaxError(`Invalid field selection ${text}`);
    }
    tree[key] = inner && tree[key] ? { ...tree[key], ...inner } : inner;
    return tree;
  };
  const list = () => {
    const tree = selector({});
    while (text[at] === ',') {
      at++;
      selector(tree);
    }
    return tree;
  };
  const tree = list();
  if (at !== text.length) throw new SyntaxError(`Invalid field selection ${text}`);
  return tree;
}

function pick(value, tree) {
  if (!tree || '*' in tree || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, tree));
  return Object.fromEntries(Object.entries(value).filter(([key]) => key in tree)
    .map(([key, inner]) => [key, pick(inner, tree[key])]));
}

// Throws SyntaxError.
export const partial = (value, fields) => pick(value, parse(fields));
