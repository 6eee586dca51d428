/** Names that try a page's patience, and two that are the same. */
import type {Product} from '../entities.js';
import {describeOption, describeProduct, describeSet} from './describe.js';

const describeSeaGlass = (catalogId: number, why: string): Product =>
  describeProduct({
    catalogId,
    why,
    slug: 'sea-glass',
    sku: 'GLASS-SEA',
    name: 'Sea Glass',
    shortDescription: 'A handful from the north beach, rinsed and sorted.',
    description: '<p>Green, white, and a blue one if you are lucky.</p>',
    price: 700,
    cost: 95,
    stock: 150,
    weight: 0.3,
    warehouseBin: 'C-01-07',
  });

export const namedProducts: readonly Product[] = [
  describeProduct(
    {
      catalogId: 523,
      why: 'A name of 151 characters, and quantities of which only four are offered.',
      slug: 'letterpress-cards',
      sku: 'CARD-PRESS',
      name: 'Letterpress Correspondence Cards with Envelopes in Three Weights of Cotton Paper, Printed to Order on the Old Press in the Back Room of the Harbor Shop',
      shortDescription: 'Sold in packs of 10, 25, 50 and 100.',
      description: '<p>The price is for one card with its envelope.</p>',
      price: 120,
      cost: 38,
      stock: 5000,
      weight: 0.02,
      warehouseBin: 'D-04-01',
    },
    {minimumQuantity: 10, maximumQuantity: 100, quantityOptions: '10,25,50,100'},
  ),
  describeProduct(
    {
      catalogId: 535,
      why: 'Quotes, an ampersand and markup in the names of product, set and option.',
      slug: 'iron-skillet',
      sku: 'PAN-12',
      name: 'Tom & Jo’s 12" <b>Iron</b> Skillet',
      shortDescription: 'Poured in "green" sand & seasoned <i>twice</i>.',
      description: '<p>Heavier than it looks, and better every year.</p>',
      price: 4400,
      cost: 1530,
      stock: 26,
      weight: 5.2,
      warehouseBin: 'B-06-01',
    },
    {
      optionSets: [
        describeSet(101, 'Lid & "Rest"', 'Radio', [
          describeOption(681, 'No lid', 0, {selected: true}),
          describeOption(682, '12" lid <i>with</i> knob & ring', 1900),
        ]),
      ],
    },
  ),
  describeProduct(
    {
      catalogId: 536,
      why: 'Right-to-left names, with a size in Latin letters among them.',
      slug: 'tea-towel',
      sku: 'TOWEL-AR',
      name: 'منشفة المطبخ من القطن',
      shortDescription: 'قطن مطبوع يدويًا.',
      description: '<p>تُغسل بماء دافئ.</p>',
      price: 1150,
      cost: 380,
      stock: 44,
      weight: 0.2,
      warehouseBin: 'A-03-11',
    },
    {
      optionSets: [
        describeSet(102, 'المقاس', 'Dropdown', [
          describeOption(691, 'صغير (S)', -100),
          describeOption(692, 'كبير (XL)', 200, {selected: true}),
        ]),
      ],
    },
  ),
  describeSeaGlass(
    537,
    'The same goods under two ids, with one name and one SKU: a store that merges lines keeps the two apart.',
  ),
  describeSeaGlass(538, 'The other of the two: see 537.'),
];
