/** The analyzer's programmatic side, of which its own declarations say nothing. */
declare module '@custom-elements-manifest/analyzer/index.js' {
  import type typescript from 'typescript';

  /** Something that a docblock names: an attribute, a slot, a part, a custom property, an event. */
  export interface Named {
    readonly name: string;
    readonly description?: string;
    readonly default?: string;
    readonly type?: {readonly text: string};
    readonly inheritedFrom?: {readonly name: string};
  }

  export interface Member extends Named {
    readonly kind: 'field' | 'method';
    readonly privacy?: 'public' | 'protected' | 'private';
    readonly static?: boolean;
    /** Of a field: the attribute that sets it. */
    readonly attribute?: string;
    readonly reflects?: boolean;
    readonly readonly?: boolean;
    /** Of a method. */
    readonly parameters?: readonly (Named & {readonly optional?: boolean})[];
    readonly return?: {readonly type?: {readonly text: string}};
  }

  export interface Declaration extends Named {
    readonly kind: string;
    readonly tagName?: string;
    readonly attributes?: readonly (Named & {readonly fieldName?: string})[];
    readonly members?: readonly Member[];
    readonly slots?: readonly Named[];
    readonly cssParts?: readonly Named[];
    readonly cssProperties?: readonly Named[];
    readonly events?: readonly Named[];
  }

  export interface Manifest {
    readonly modules: readonly {readonly path: string; readonly declarations: readonly Declaration[]}[];
  }

  /** The TypeScript that `modules` must come from: nodes of another release have other numbers. */
  export const ts: typeof typescript;
  export function create(options: {
    readonly modules: readonly typescript.SourceFile[];
    readonly plugins: readonly unknown[];
  }): Manifest;
}

declare module '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js' {
  export function litPlugin(): unknown[];
}
