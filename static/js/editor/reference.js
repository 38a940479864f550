// A reference in a text, [[indicators:1.3]], as a chip that shows what is counted now. It is one
// sign: an arrow key passes it, Backspace takes it away.

export const reference = ({ Node }) =>
  Node.create({
    name: "reference",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({
      token: { default: "", parseHTML: (element) => element.dataset.reference, rendered: false },
      words: { default: "", parseHTML: (element) => element.textContent, rendered: false },
    }),
    parseHTML: () => [{ tag: "span[data-reference]" }],
    renderHTML: ({ node: { attrs } }) => ["span", { "data-reference": attrs.token, class: "chip" }, attrs.words],
    renderText: ({ node }) => node.attrs.words,
  });
