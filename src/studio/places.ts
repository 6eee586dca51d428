/**
 * Where a snippet can be pasted: by editor and plan, what gets through, where exactly, and what readers see. The page
 * and `docs/paste.md` are both made from this.
 */

/** Script and every snippet; script for the site, and links; snippets, if somebody else adds the script; links alone. */
export type Takes = 'all' | 'links' | 'html' | 'link';

export interface Place {
  readonly editor: string;
  /** Plan or role. */
  readonly who: string;
  readonly takes: Takes;
  /** Where the script tag goes; undefined: nowhere. */
  readonly script?: string;
  readonly snippet: string;
  readonly readers: string;
}

export const takesWords: Readonly<Record<Takes, string>> = {
  all: 'Script and HTML',
  links: 'Script and links',
  html: 'HTML, no script',
  link: 'Link only',
};

const CART = 'The snippet as in the preview, and the cart on your page.';
const LINK = 'A link or button that opens the product in the store. There is no cart on your page.';

/** When somebody last looked. */
export const CHECKED = 'November 2026';

export const places: readonly Place[] = [
  {
    editor: 'Plain HTML',
    who: 'Your own server, or a static-site generator',
    takes: 'all',
    script: 'Before </head> of every page, or in the layout that the pages share.',
    snippet:
      'Anywhere in the page. In Markdown, on a line of its own; some generators must be told to let HTML through.',
    readers: CART,
  },
  {
    editor: 'WordPress on your own host',
    who: 'Administrator or Editor of a single site',
    takes: 'all',
    script:
      'Once for the site: with a plugin that adds code to the header, or in the theme. Or a “Custom HTML” block of the page itself.',
    snippet: 'A “Custom HTML” block where the product belongs. Not the visual editor: it shows the HTML as text.',
    readers: `${CART} Some hosts forbid script for everybody; then it is as in the next row.`,
  },
  {
    editor: 'WordPress on your own host',
    who: 'Author or Contributor; on a network of sites everybody but the Super Admin',
    takes: 'html',
    script: 'Ask an administrator to add it once for the whole site. From you, WordPress removes it when you save.',
    snippet:
      'A “Custom HTML” block. Take the link or the button: the card is removed, and only the links inside it are left.',
    readers: `With the script on the site: links that add to the cart. Without it: ${lower(LINK)}`,
  },
  {
    editor: 'WordPress.com',
    who: 'A plan with plugins: surely Business and Commerce',
    takes: 'all',
    script: 'With a plugin that adds code to the header. Or a “Custom HTML” block of the page itself.',
    snippet: 'A “Custom HTML” block where the product belongs.',
    readers: `${CART} Which plans have plugins has changed more than once: if “Plugins” lets you install one, this row is yours.`,
  },
  {
    editor: 'WordPress.com',
    who: 'Free, and plans without plugins',
    takes: 'link',
    snippet: 'A “Custom HTML” block with the link or the button, or the address of the link in a “Button” block.',
    readers: LINK,
  },
  {
    editor: 'Ghost',
    who: 'On your own host or Ghost(Pro), as Owner or Administrator; we are not sure of the smallest Ghost(Pro) plan',
    takes: 'all',
    script: 'Settings → Code injection → Site header. For one post: its settings → Code injection.',
    snippet: 'An HTML card: type /html in the post.',
    readers: `${CART} Where the post goes out as a newsletter, scripts do not run: there the links open the store.`,
  },
  {
    editor: 'Squarespace',
    who: 'Core, Plus and Advanced; of the older plans Business and Commerce',
    takes: 'all',
    script: 'Code Injection → Header, for all pages.',
    snippet: 'A Code block, set to HTML. It may show nothing while you are editing: look at the published page.',
    readers: CART,
  },
  {
    editor: 'Squarespace',
    who: 'Basic; of the older plans Personal',
    takes: 'link',
    snippet: 'The address of the link in a Button block or in a text. A Code block with the button may work, too.',
    readers: LINK,
  },
  {
    editor: 'Wix',
    who: 'A plan with a connected domain',
    takes: 'links',
    script: 'Dashboard → Settings → Custom Code, in the head, on all pages. The site must be published.',
    snippet:
      'The address of the link, as “Web address” of a text or a button, opened in the same window. Not “Embed HTML”: that is a frame with another address, and a cart of its own.',
    readers: 'Your own Wix text or button, which adds to the cart on your page. There are no cards.',
  },
  {
    editor: 'Wix',
    who: 'Free',
    takes: 'link',
    snippet: 'The address of the link, as “Web address” of a text or a button.',
    readers: LINK,
  },
  {
    editor: 'Blogger',
    who: 'Administrator of the blog',
    takes: 'all',
    script: 'Theme → Edit HTML, before </head>. Or Layout → Add a gadget → HTML/JavaScript.',
    snippet: 'The post in “HTML view”. Going back to “Compose view” may change what you pasted.',
    readers: `${CART} In feed readers the links are left.`,
  },
  {
    editor: 'Substack',
    who: 'Everybody',
    takes: 'link',
    snippet: 'Select words and give them the address of the link. Or Button → Custom, with its text and address.',
    readers: LINK,
  },
  {
    editor: 'E-mail',
    who: 'Newsletter services and mail programs',
    takes: 'link',
    snippet:
      'Choose “For an e-mail”. Paste what “Copy for e-mail” copies into the message, or the source into a block for HTML or code.',
    readers:
      'A table with picture, price and button, which opens the product in the store. No mail program runs scripts.',
  },
];

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** What holds for every row. */
export const notes: readonly string[] = [
  `This was so in ${CHECKED}, as far as we know. Editors and plans change: what you see on the published page is right.`,
  'The script works on pages whose address whoever runs the proxy has listed. If the cart does not fill, tell them the address of your page.',
  'Every snippet has a link to the product in the store inside, so whatever an editor removes, something is left that sells.',
  'A link must open in the same window: one that opens a new tab leads to a page that sells this product alone, and does not add to the cart.',
];

/** The same for the documentation. */
export function toMarkdown(): string {
  const cell = (text: string): string => text.replace(/[<>|]/g, (character) => `\\${character}`);
  const rows = places.map(({editor, who, takes, script, snippet, readers}) =>
    [`**${editor}**<br>${cell(who)}`, takesWords[takes], cell(script ?? '–'), cell(snippet), cell(readers)].join(' | '),
  );
  return [
    '# Where to paste it',
    'The [studio](studio.md) makes two things: a snippet for each product, and one script tag that a page needs once. Where they go depends on the editor.',
    [
      '| editor and plan | takes | the script tag | the snippet | what readers see |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map((row) => `| ${row} |`),
    ].join('\n'),
    notes.map((note) => `- ${note}`).join('\n'),
    '',
  ].join('\n\n');
}
