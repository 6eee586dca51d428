/** Every kind of option that the platform has, and what options can bring about. */
import type {Combination, Product} from '../entities.js';
import {describeOption, describeProduct, describeSet} from './describe.js';

function describeJacket(
  optionIds: readonly [number, number],
  name: string,
  suffix: string,
  price: number,
  stock: number,
): Combination {
  return {optionIds, name, sku: `JACKET-RAIN-${suffix}`, price, cost: 4875, stock, weight: 1.3};
}

const glaze = (name: string) => ({image: `assets/images/glaze-${name}.svg`});

export const optionProducts: readonly Product[] = [
  describeProduct(
    {
      catalogId: 524,
      why: 'A set of swatches, each with a picture; one costs more, and one is hidden and must not be offered.',
      slug: 'stoneware-bowl',
      sku: 'BOWL-STONE',
      name: 'Stoneware Bowl',
      shortDescription: 'Wide enough for a salad, deep enough for soup.',
      description: '<p>Thrown by hand and fired twice. Each glaze runs a little differently.</p>',
      price: 2900,
      cost: 1013,
      stock: 48,
      weight: 1.4,
      warehouseBin: 'B-04-02',
    },
    {
      optionSets: [
        describeSet(92, 'Glaze', 'Swatch', [
          describeOption(611, 'Deep Water', 0, glaze('deep-water')),
          describeOption(612, 'Oat', 0, glaze('oat')),
          describeOption(613, 'Kiln Red', 450, glaze('kiln-red')),
          describeOption(614, 'Last Year’s Green', 0, {...glaze('moss'), hidden: true}),
        ]),
      ],
    },
  ),
  describeProduct(
    {
      catalogId: 525,
      why: 'Check boxes: any number of them, also none; two cost more, and one takes something off.',
      slug: 'bread-board',
      sku: 'BOARD-BREAD',
      name: 'Bread Board',
      shortDescription: 'One piece of walnut, heavy enough to stay where it is.',
      description: '<p>Cut from a single plank. We can oil it, cut a groove, or send it without its box.</p>',
      price: 5400,
      cost: 1922,
      stock: 22,
      weight: 3.1,
      warehouseBin: 'B-05-07',
    },
    {
      optionSets: [
        describeSet(
          93,
          'Finishing',
          'Checkbox',
          [
            describeOption(621, 'Oiled', 400),
            describeOption(622, 'Juice groove', 650),
            describeOption(623, 'No gift box', -150),
          ],
          {required: false},
        ),
      ],
    },
  ),
  describeProduct(
    {
      catalogId: 526,
      why: 'Two free texts: one required and without a limit, one optional and of three characters.',
      slug: 'name-plate',
      sku: 'PLATE-BOAT',
      name: 'Boat Name Plate',
      shortDescription: 'Your boat’s name, cut in oak and gilded.',
      description: '<p>However long the name is: the plate grows with it. Initials go on the back.</p>',
      price: 6800,
      cost: 2417,
      stock: 30,
      weight: 1.8,
      warehouseBin: 'D-02-03',
    },
    {
      optionSets: [
        describeSet(94, 'Name', 'TextArea', [describeOption(631, 'Your text')]),
        describeSet(95, 'Initials', 'Text', [describeOption(632, 'Your text', 350)], {required: false, sizeLimit: 3}),
      ],
    },
  ),
  describeProduct(
    {
      catalogId: 534,
      why: 'Combinations of which one does not exist, one is sold out, and one has no price of its own.',
      slug: 'rain-jacket',
      sku: 'JACKET-RAIN',
      name: 'Rain Jacket',
      shortDescription: 'Keeps out a northeaster; folds into its own pocket.',
      description: '<p>Waxed cotton, taped seams. The large one is not made in mustard.</p>',
      price: 13_500,
      cost: 4875,
      stock: 17,
      weight: 1.3,
      warehouseBin: 'A-08-01',
    },
    {
      inventoryControl: 1,
      optionSets: [
        describeSet(96, 'Size', 'Dropdown', [
          describeOption(640, 'Select Size', 0, {selected: true}),
          describeOption(641, 'Small'),
          describeOption(642, 'Medium'),
          describeOption(643, 'Large'),
        ]),
        describeSet(97, 'Color', 'Radio', [describeOption(651, 'Harbor'), describeOption(652, 'Mustard')]),
      ],
      combinations: [
        describeJacket([641, 651], 'Small, Harbor', 'S-HAR', 13_500, 5),
        describeJacket([642, 651], 'Medium, Harbor', 'M-HAR', 0, 6),
        describeJacket([643, 651], 'Large, Harbor', 'L-HAR', 14_250, 4),
        describeJacket([641, 652], 'Small, Mustard', 'S-MUS', 12_900, 2),
        describeJacket([642, 652], 'Medium, Mustard', 'M-MUS', 12_900, -1),
      ],
    },
  ),
  describeProduct(
    {
      catalogId: 600,
      why: 'A bundle: one choice adds two Harbor Mugs as a line of the store’s own, and those are also sold alone.',
      slug: 'morning-box',
      sku: 'BOX-MORNING',
      name: 'Morning Box',
      shortDescription: 'Honey, oats and a reason to get up.',
      description: '<p>A breakfast in a wooden box. Add two mugs and nobody has to wait.</p>',
      price: 3000,
      cost: 1092,
      stock: 35,
      weight: 1,
      warehouseBin: 'C-04-08',
    },
    {
      optionSets: [
        describeSet(91, 'Extra', 'Radio', [
          describeOption(602, 'Just the box', 0, {selected: true}),
          describeOption(601, 'Two mugs', 2000, {bundleCatalogId: 511, bundleQuantity: 2}),
        ]),
      ],
    },
  ),
];
