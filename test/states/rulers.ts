/** What a ruler finds on a page. Runs in the page as it stands: nothing from outside of the function is there. */

export interface Measured {
  /** A sentence for each thing that is wrong. */
  readonly findings: string[];
  /** How many things were measured that can be pressed, typed into or followed. */
  readonly targets: number;
  /** Links that are smaller than a target has to be, because they stand in running text. */
  readonly inText: string[];
}

/**
 * Measures what is below some elements, shadow trees included: targets of 44 by 44 px, nothing that scrolls sideways or
 * is cut off, and nothing that lies over something else.
 */
export function measure(selectors: readonly string[]): Measured {
  const LEAST = 44;
  const findings: string[] = [];
  const inText = new Set<string>();
  let targets = 0;

  /** In the tree as it is painted: slots and shadow roots included. */
  const parentOf = (node: Node): Element | null =>
    (node instanceof Element && node.assignedSlot) ||
    (node instanceof Text && node.assignedSlot) ||
    node.parentElement ||
    (node.getRootNode() instanceof ShadowRoot ? (node.getRootNode() as ShadowRoot).host : null);
  const chainOf = (node: Node): Element[] => {
    const chain: Element[] = [];
    for (let up = parentOf(node); up; up = parentOf(up)) chain.push(up);
    return chain;
  };
  const nodesBelow = (root: Node): Node[] => [
    root,
    ...[...((root as Element).shadowRoot ?? root).childNodes].flatMap(nodesBelow),
    ...((root as Element).shadowRoot ? [...root.childNodes].flatMap(nodesBelow) : []),
  ];
  const isUnseen = (element: Element): boolean =>
    [element, ...chainOf(element)].some((one) => getComputedStyle(one).clipPath === 'inset(50%)');
  const isVisible = (element: Element): boolean =>
    element.checkVisibility({visibilityProperty: true}) && !isUnseen(element);
  const describe = (node: Node): string => {
    const element = node instanceof Element ? node : parentOf(node);
    const words = (node instanceof HTMLInputElement ? node.value : (node.textContent ?? ''))
      .replace(/\s+/g, ' ')
      .trim();
    const part = element?.getAttribute('part') ?? parentOf(element!)?.getAttribute('part') ?? '';
    const label = element?.getAttribute('aria-label') ?? '';
    return `<${element?.localName ?? ''}${part && ` part=${part}`}> "${(words || label).slice(0, 40)}"`;
  };
  const CONTROLS = 'button,input,select,textarea,summary,[role=button]';

  const modal = selectors.some((one) => /drawer|dialog/.test(one));
  const all = selectors
    .flatMap((selector) => [...document.querySelectorAll(selector)])
    .flatMap((root) => (modal ? [root.shadowRoot?.querySelector('dialog') ?? root] : [root]))
    .flatMap(nodesBelow);
  const elements = all.filter((node): node is Element => node instanceof Element).filter(isVisible);
  if (elements.length < 2) findings.push(`nothing is to be seen of ${selectors.join()}`);

  // Targets.
  for (const element of elements) {
    if (!element.matches(`${CONTROLS},a[href]`)) continue;
    targets++;
    const label = element.matches('[type=radio],[type=checkbox]') ? element.closest('label') : null;
    const {width, height} = (label ?? element).getBoundingClientRect();
    if (width >= LEAST - 0.5 && height >= LEAST - 0.5) continue;
    if (element.localName === 'a') {
      // The page's own.
      if (element.assignedSlot) continue;
      const beside = [...(element.parentNode?.childNodes ?? [])];
      if (beside.some((node) => node instanceof Text && /\w/.test(node.data))) {
        inText.add(describe(element));
        continue;
      }
    }
    findings.push(`target of ${Math.round(width)} × ${Math.round(height)}: ${describe(element)}`);
  }

  // Sideways, and cut off.
  const {scrollingElement} = document;
  if (scrollingElement && scrollingElement.scrollWidth > innerWidth)
    findings.push(`the page scrolls sideways: ${scrollingElement.scrollWidth} of ${innerWidth}`);
  for (const element of elements) {
    if (element.matches('input,select,img,svg,option')) continue;
    const {overflowX, overflowY, display} = getComputedStyle(element);
    if (display === 'inline') continue;
    if (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
      findings.push(
        `scrolls sideways, or is cut off: ${element.scrollWidth} of ${element.clientWidth}, ${describe(element)}`,
      );
    if (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1)
      findings.push(`is cut off: ${element.scrollHeight} of ${element.clientHeight} high, ${describe(element)}`);
  }

  // Over each other, and out of their box.
  interface Box {
    readonly node: Node;
    readonly rect: DOMRect;
    readonly chain: readonly Element[];
  }
  const boxes: Box[] = [];
  const range = document.createRange();
  for (const node of all) {
    const parent = node instanceof Element ? node : parentOf(node);
    if (!parent || parent.localName === 'option' || !isVisible(parent)) continue;
    const chain = chainOf(node);
    if (node instanceof Element && node.matches(CONTROLS))
      boxes.push({node, rect: node.getBoundingClientRect(), chain});
    else if (node instanceof Text && node.data.trim()) {
      range.selectNodeContents(node);
      for (const {x, y, width, height} of range.getClientRects()) {
        if (width < 1) continue;
        // A line is higher than its letters.
        const rect = new DOMRect(x, y + height * 0.2, width, height * 0.6);
        boxes.push({node, rect, chain});
        // A badge sits on the edge of its button on purpose.
        const isBadge = getComputedStyle(parent).position === 'absolute';
        const control = isBadge ? undefined : chain.find((one) => one.matches('button,a.main'));
        const edge = control?.getBoundingClientRect();
        if (
          edge &&
          (x < edge.left - 1 || x + width > edge.right + 1 || rect.top < edge.top - 1 || rect.bottom > edge.bottom + 1)
        )
          findings.push(`text is larger than its button: ${describe(node)}`);
        if (x < -1 || x + width > innerWidth + 1) findings.push(`text is beside the screen: ${describe(node)}`);
      }
    }
  }
  const clips = ({chain}: Box): Element[] => chain.filter((one) => getComputedStyle(one).overflowY !== 'visible');
  const clipped = boxes.map((box) => ({...box, clips: clips(box)}));
  const within = ({rect, clips: own}: (typeof clipped)[number], common: readonly Element[]) => {
    let {left, right, top, bottom} = rect;
    for (const clip of own) {
      if (common.includes(clip)) continue;
      const edge = clip.getBoundingClientRect();
      left = Math.max(left, edge.left);
      right = Math.min(right, edge.right);
      top = Math.max(top, edge.top);
      bottom = Math.min(bottom, edge.bottom);
    }
    return {left, right, top, bottom};
  };
  const said = new Set<string>();
  clipped.forEach((a, index) => {
    for (const b of clipped.slice(index + 1)) {
      if (a.node === b.node || a.chain.includes(b.node as Element) || b.chain.includes(a.node as Element)) continue;
      const common = a.clips.filter((clip) => b.clips.includes(clip));
      const [one, other] = [within(a, common), within(b, common)];
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (wide > 1 && high > 1) said.add(`${describe(a.node)} and ${describe(b.node)} lie over each other`);
    }
  });
  return {findings: [...new Set(findings), ...said], targets, inText: [...inText]};
}

/** Controls that nobody sees the edge of, where colours are the shopper's own and backgrounds are gone. */
export function findEdgeless(selectors: readonly string[]): string[] {
  const nodesBelow = (root: Element): Element[] => [
    root,
    ...[...(root.shadowRoot ?? root).children].flatMap(nodesBelow),
    ...(root.shadowRoot ? [...root.children].flatMap(nodesBelow) : []),
  ];
  const hasEdge = (element: Element): boolean => {
    const style = getComputedStyle(element);
    const isDrawn = (line: string, width: string, color: string): boolean =>
      line !== 'none' && parseFloat(width) > 0 && !/^rgba.*, 0\)$|\/ 0\)$|^transparent$/.test(color);
    return (
      isDrawn(style.borderTopStyle, style.borderTopWidth, style.borderTopColor) ||
      isDrawn(style.outlineStyle, style.outlineWidth, style.outlineColor)
    );
  };
  return selectors
    .flatMap((selector) => [...document.querySelectorAll(selector)])
    .flatMap(nodesBelow)
    .filter((element) => element.matches('button,input:not([type=checkbox],[type=radio]),select,a.main'))
    .filter((element) => element.checkVisibility())
    .filter(
      (element) => !hasEdge(element) && !(element.parentElement?.matches('.stepper') && hasEdge(element.parentElement)),
    )
    .map(
      (element) =>
        `<${element.localName} part=${element.getAttribute('part') ?? ''}> has no edge: "${element.textContent.trim()}"`,
    );
}

/** What still moves where the shopper has asked that nothing does. */
export function findMoving(selectors: readonly string[]): string[] {
  const nodesBelow = (root: Element): Element[] => [
    root,
    ...[...(root.shadowRoot ?? root).children].flatMap(nodesBelow),
  ];
  return selectors
    .flatMap((selector) => [...document.querySelectorAll(selector)])
    .flatMap(nodesBelow)
    .filter((element) => element.checkVisibility())
    .flatMap((element) =>
      [undefined, '::before', '::after', '::backdrop'].map((pseudo) => ({
        element,
        style: getComputedStyle(element, pseudo),
      })),
    )
    .filter(
      ({style}) =>
        style.animationName !== 'none' || style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0),
    )
    .map(({element}) => `<${element.localName} part=${element.getAttribute('part') ?? ''}> moves`);
}
