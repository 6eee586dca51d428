/** The goods that the demo's blog writes about: the commonest kinds of product. */
import type {Combination, Product} from '../entities.js';
import {describeOption, describeProduct, describeSet} from './describe.js';

function describeTee(optionIds: readonly [number, number], name: string, suffix: string, stock: number): Combination {
  return {optionIds, name, sku: `TEE-RIVER-${suffix}`, price: 2400, cost: 810, stock, weight: 0.4};
}

function describeBeans(
  optionIds: readonly [number, number],
  name: string,
  suffix: string,
  price: number,
  stock: number,
): Combination {
  const weight = price > 2000 ? 2.3 : 0.6;
  return {optionIds, name, sku: `BEANS-${suffix}`, price, cost: Math.round(price * 0.43), stock, weight};
}

export const firstProducts: readonly Product[] = [
  describeProduct(
    {
      catalogId: 510,
      why: 'Two required sets whose combinations count stock, and a placeholder (“Select Size”) that is no choice.',
      slug: 'river-tee',
      sku: 'TEE-RIVER',
      name: 'River Tee',
      shortDescription: 'Soft cotton tee.',
      description: '<p>Soft cotton tee with a river print.</p>',
      price: 2400,
      cost: 810,
      stock: 14,
      weight: 0.4,
      warehouseBin: 'A-04-17',
    },
    {
      salePrice: 1950,
      updatedAt: Date.UTC(2025, 10, 20, 21, 2, 11),
      optionSets: [
        describeSet(81, 'Size', 'Dropdown', [
          describeOption(400, 'Select Size', 0, {selected: true}),
          describeOption(401, 'Small'),
          describeOption(402, 'Medium'),
          describeOption(403, 'Large'),
        ]),
        describeSet(82, 'Color', 'Radio', [describeOption(412, 'Slate'), describeOption(413, 'Moss')]),
      ],
      combinations: [
        describeTee([401, 412], 'Small, Slate', 'S-SLT', 6),
        describeTee([402, 412], 'Medium, Slate', 'M-SLT', 8),
        describeTee([403, 412], 'Large, Slate', 'L-SLT', 9),
        describeTee([401, 413], 'Small, Moss', 'S-MOS', 5),
        describeTee([402, 413], 'Medium, Moss', 'M-MOS', 7),
        describeTee([403, 413], 'Large, Moss', 'L-MOS', 4),
      ],
    },
  ),
  describeProduct({
    catalogId: 511,
    why: 'The simplest there is: no options, plenty of stock.',
    slug: 'harbor-mug',
    sku: 'MUG-HARBOR',
    name: 'Harbor Mug',
    shortDescription: 'Twelve ounces of stoneware, glazed the blue of deep water.',
    description:
      '<p>Thrown thick so that coffee stays warm through the whole morning watch. Dishwasher and microwave safe.</p>',
    price: 1800,
    cost: 637,
    stock: 120,
    weight: 0.9,
    warehouseBin: 'B-01-02',
  }),
  describeProduct(
    {
      catalogId: 512,
      why: 'An optional free text of at most 40 characters, which costs 5 dollars once there is one.',
      slug: 'field-notebook',
      sku: 'NOTE-FIELD',
      name: 'Field Notebook',
      shortDescription: 'Stitched, dotted, and small enough for a coat pocket.',
      description:
        '<p>Ninety-six dotted pages between waxed covers. Have up to forty characters pressed into the front.</p>',
      price: 1400,
      cost: 418,
      stock: 75,
      weight: 0.3,
      warehouseBin: 'B-02-09',
    },
    {
      optionSets: [
        describeSet(90, 'Engraving', 'Text', [describeOption(500, 'Your text', 500)], {required: false, sizeLimit: 40}),
      ],
    },
  ),
  describeProduct(
    {
      catalogId: 513,
      why: 'A required set, and an optional one of which every choice costs more.',
      slug: 'trail-cap',
      sku: 'CAP-TRAIL',
      name: 'Trail Cap',
      shortDescription: 'Five panels of waxed cotton with a brim that bends.',
      description: '<p>Packs flat, dries fast and keeps off drizzle. Choose a patch or leave it plain.</p>',
      price: 2200,
      cost: 764,
      stock: 40,
      weight: 0.2,
      warehouseBin: 'A-05-03',
    },
    {
      optionSets: [
        describeSet(83, 'Size', 'Dropdown', [describeOption(421, 'Small/Medium'), describeOption(422, 'Large/XL')]),
        describeSet(
          84,
          'Patch',
          'Radio',
          [describeOption(431, 'Pine', 300), describeOption(432, 'Summit', 300), describeOption(433, 'Heron', 350)],
          {required: false},
        ),
      ],
    },
  ),
  describeProduct(
    {
      catalogId: 514,
      why: 'On sale, with a list price to strike through.',
      slug: 'canvas-tote',
      sku: 'TOTE-CANVAS',
      name: 'Canvas Tote',
      shortDescription: 'Carries a week of market shopping and does not complain.',
      description: '<p>Eighteen-ounce canvas, riveted leather handles, one inside pocket for keys.</p>',
      price: 3200,
      cost: 1127,
      stock: 60,
      weight: 1.1,
      warehouseBin: 'A-07-11',
    },
    {retailPrice: 4000, salePrice: 2600, onSale: true},
  ),
  describeProduct({
    catalogId: 515,
    why: 'Cheap and small, for carts of many pieces.',
    slug: 'enamel-pin-set',
    sku: 'PIN-SET-4',
    name: 'Enamel Pin Set',
    shortDescription: 'Four small pins: heron, pine, kettle, compass.',
    description: '<p>Hard enamel on brass with two posts each, so that they stay upright.</p>',
    price: 1200,
    cost: 349,
    stock: 200,
    weight: 0.1,
    warehouseBin: 'C-01-01',
  }),
  describeProduct(
    {
      catalogId: 516,
      why: 'Sold by twos: minimum 2, and multiples of it.',
      slug: 'wool-socks',
      sku: 'SOCK-WOOL',
      name: 'Wool Socks',
      shortDescription: 'Merino, cushioned at the heel. Sold in twos.',
      description: '<p>One to wear and one to dry by the stove: sold as two pairs, four pairs and so on.</p>',
      price: 950,
      cost: 322,
      stock: 90,
      weight: 0.2,
      warehouseBin: 'A-02-08',
    },
    {minimumQuantity: 2, onlyMultiples: true},
  ),
  describeProduct(
    {
      catalogId: 517,
      why: 'Three in stock, counted: the fourth is refused.',
      slug: 'beeswax-candle',
      sku: 'CANDLE-WAX',
      name: 'Beeswax Candle',
      shortDescription: 'Burns forty hours and smells faintly of honey.',
      description: '<p>Poured by hand in small batches; when the shelf is empty the bees decide when it fills.</p>',
      price: 1600,
      cost: 583,
      stock: 3,
      weight: 0.7,
      warehouseBin: 'C-03-05',
    },
    {inventoryControl: 1},
  ),
  describeProduct(
    {
      catalogId: 518,
      why: 'Options that cost less and more, one of them chosen beforehand.',
      slug: 'linen-apron',
      sku: 'APRON-LINEN',
      name: 'Linen Apron',
      shortDescription: 'Cross-back, two deep pockets, better with every wash.',
      description:
        '<p>European flax, garment washed. Three lengths; the straps cross so that nothing ties at the neck.</p>',
      price: 4800,
      cost: 1691,
      stock: 35,
      weight: 0.8,
      warehouseBin: 'A-06-14',
    },
    {
      optionSets: [
        describeSet(85, 'Length', 'Radio', [
          describeOption(441, 'Short', -600),
          describeOption(442, 'Regular', 0, {selected: true}),
          describeOption(443, 'Long', 800),
        ]),
      ],
    },
  ),
  describeProduct(
    {
      catalogId: 519,
      why: 'Combinations with prices of their own; one of them is sold out. A placeholder, too.',
      slug: 'coffee-beans',
      sku: 'BEANS',
      name: 'Coffee Beans',
      shortDescription: 'Cocoa, orange peel, a long finish. Roasted on Mondays.',
      description: '<p>Washed arabica from two farms. Ground to order on the morning it ships, or left whole.</p>',
      price: 1500,
      cost: 645,
      stock: 58,
      weight: 0.6,
      warehouseBin: 'C-02-06',
    },
    {
      inventoryControl: 1,
      optionSets: [
        describeSet(86, 'Grind', 'Dropdown', [
          describeOption(450, 'Choose a grind', 0, {selected: true}),
          describeOption(451, 'Whole bean'),
          describeOption(452, 'Filter'),
          describeOption(453, 'Espresso'),
        ]),
        describeSet(87, 'Bag', 'Radio', [describeOption(461, '250 g'), describeOption(462, '1 kg')]),
      ],
      combinations: [
        describeBeans([451, 461], 'Whole bean, 250 g', 'WH-250', 1500, 20),
        describeBeans([451, 462], 'Whole bean, 1 kg', 'WH-1000', 4800, 8),
        describeBeans([452, 461], 'Filter, 250 g', 'FI-250', 1550, 15),
        describeBeans([452, 462], 'Filter, 1 kg', 'FI-1000', 4950, 3),
        describeBeans([453, 461], 'Espresso, 250 g', 'ES-250', 1550, 12),
        describeBeans([453, 462], 'Espresso, 1 kg', 'ES-1000', 4950, 0),
      ],
    },
  ),
  describeProduct(
    {
      catalogId: 520,
      why: 'Sold out, and the product says that stock counts.',
      slug: 'out-of-print-poster',
      sku: 'POSTER-OOP',
      name: 'Out-of-Print Poster',
      shortDescription: 'The lighthouse, in three inks. The plates are gone.',
      description: '<p>Printed once, sold quickly, listed here for those who still ask about it.</p>',
      price: 4500,
      cost: 1214,
      stock: 0,
      weight: 0.5,
      warehouseBin: 'D-09-01',
    },
    {inventoryControl: 1},
  ),
  describeProduct(
    {
      catalogId: 521,
      why: 'At most four.',
      slug: 'tea-towel',
      sku: 'TOWEL-TEA',
      name: 'Tea Towel',
      shortDescription: 'Block-printed cotton. Four to a household, please.',
      description: '<p>Each is printed by hand and a little different. Wash warm, iron if you must.</p>',
      price: 1100,
      cost: 376,
      stock: 80,
      weight: 0.2,
      warehouseBin: 'A-03-10',
    },
    {maximumQuantity: 4},
  ),
];
