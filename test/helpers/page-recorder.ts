/** What runs on a page that is measured: it looks once a frame and notes when things happened, in the page's own time. */

/** A way to an element: a selector for each document or shadow tree on it. */
export type Way = readonly string[];

export interface Watch {
  /** What is pressed. */
  readonly control: Way;
  /** The line that this puts into the cart. */
  readonly line: Way;
  /** What the line says. */
  readonly text: string;
  /** Presses the control the moment that our script is there, and notes how many things are in the cart then. */
  readonly pressAtOnce?: boolean;
}

/** Milliseconds since navigation; `kept` is a number of things. */
export type Mark = 'script' | 'usable' | 'click' | 'line' | 'stored' | 'kept';

/** A stretch during which the page's main thread was busy for longer than 50 ms. */
export interface LongTask {
  readonly start: number;
  readonly ms: number;
}

export interface Recorder {
  readonly marks: Partial<Record<Mark, number>>;
  readonly tasks: LongTask[];
  /** Fires an event with a mark's name when it is made. */
  readonly told: EventTarget;
  /** The control's middle in the window. */
  aim(): {x: number; y: number};
}

declare global {
  var recorder: Recorder;
}

/** Given to the browser as text, so everything stands inside, and no function has a name of its own. */
export function record({control, line, text, pressAtOnce}: Watch): void {
  if (window !== top) return;
  const self = {
    marks: {} as Recorder['marks'],
    tasks: [] as LongTask[],
    told: new EventTarget(),
    mark(name: Mark, value = performance.now()): void {
      if (name in self.marks) return;
      self.marks[name] = value;
      self.told.dispatchEvent(new Event(name));
    },
    find(way: Way): HTMLElement | undefined {
      let root: ParentNode = document;
      let found: HTMLElement | null = null;
      for (const selector of way) {
        found = root.querySelector<HTMLElement>(selector);
        if (!found) return undefined;
        root = found.shadowRoot ?? (found instanceof HTMLIFrameElement ? found.contentDocument : null) ?? found;
      }
      return found ?? undefined;
    },
    /** Where it is in the window, also from inside a frame. */
    place(element: HTMLElement): {left: number; right: number; top: number; bottom: number} {
      const {left, right, top, bottom} = element.getBoundingClientRect();
      const frame = element.ownerDocument.defaultView?.frameElement?.getBoundingClientRect();
      const [x, y] = [frame?.left ?? 0, frame?.top ?? 0];
      return {left: left + x, right: right + x, top: top + y, bottom: bottom + y};
    },
    isSeen(element: HTMLElement): boolean {
      const how = {opacityProperty: true, visibilityProperty: true};
      const frame = element.ownerDocument.defaultView?.frameElement;
      if (!element.checkVisibility(how) || frame?.checkVisibility(how) === false) return false;
      const {left, right, top, bottom} = self.place(element);
      return right > left && bottom > top && left < innerWidth && right > 0 && top < innerHeight && bottom > 0;
    },
    aim(): {x: number; y: number} {
      const element = self.find(control);
      if (!element) throw new Error('There is nothing to press.');
      element.scrollIntoView({block: 'center', behavior: 'instant'});
      const {left, right, top, bottom} = self.place(element);
      return {x: (left + right) / 2, y: (top + bottom) / 2};
    },
    look(): void {
      const {marks} = self;
      const button = 'usable' in marks ? undefined : self.find(control);
      const view = button?.ownerDocument.defaultView;
      if (button && view && !button.matches(':disabled') && self.isSeen(button)) {
        self.mark('usable');
        // A frame has a clock of its own.
        const ahead = view.performance.timeOrigin - performance.timeOrigin;
        view.addEventListener('click', ({timeStamp}) => self.mark('click', timeStamp + ahead), {capture: true});
      }
      if ('click' in marks || 'kept' in marks) {
        const shown = 'line' in marks ? undefined : self.find(line);
        if (shown?.textContent.includes(text) && self.isSeen(shown)) self.mark('line');
        const state = globalThis.Pushcart?.getState();
        if (state ? state.status === 'ready' && state.count === 1 : 'line' in marks) self.mark('stored');
      }
      requestAnimationFrame(self.look);
    },
  };
  globalThis.recorder = self;
  requestAnimationFrame(self.look);
  new PerformanceObserver((list) => {
    for (const {startTime, duration} of list.getEntries()) self.tasks.push({start: startTime, ms: duration});
  }).observe({type: 'longtask', buffered: true});
  // Our script's last deed is to hand out its cart; by then it listens.
  let cart: typeof globalThis.Pushcart;
  Object.defineProperty(globalThis, 'Pushcart', {
    configurable: true,
    get() {
      return cart;
    },
    set(given: NonNullable<typeof cart>) {
      cart = given;
      self.mark('script');
      if (!pressAtOnce) return;
      self.find(control)?.click();
      self.mark('kept', given.getState().count);
    },
  });
}
