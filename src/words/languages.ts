/** The languages that there are words in, as BCP 47 tags. English is part of the cart; each other one is a file of its own. */
export const languageTags = ['en', 'es', 'fr', 'de', 'it', 'pt-BR', 'nl', 'pl', 'ja', 'zh-Hans', 'ar', 'he'] as const;
export type LanguageTag = (typeof languageTags)[number];
