/** The hosted checkout: the cart as the store sees it, and the form that turns it into an order. */
import {html} from 'hono/html';
import type {Cart, Line, Order} from '../entities.js';
import {sumLine, sumLines} from '../lines.js';
import {formatMoney, renderPage, type Markup} from './page.js';

/** The buyer as the page's form has them. */
export interface CheckoutForm {
  readonly name: string;
  readonly email: string;
}

/** What is wrong with a field, by its name. */
type FormProblems = Partial<Record<keyof CheckoutForm, string>>;

/** What the buyer's form lacks. */
export function checkForm({name, email}: CheckoutForm): FormProblems {
  return {
    ...(name === '' && {name: 'Please tell us your name.'}),
    ...(!/^[^\s@]+@[^\s@]+$/.test(email) && {email: 'Please give an e-mail address, such as ana@example.com.'}),
  };
}

function renderLine(line: Line): Markup {
  const {name, image, options, quantity, parent} = line;
  const rows = options.map(
    ({setName, value}) =>
      html`<div>
        <dt>${setName}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  return html`<li
    class="line"
    data-catalog-id="${line.catalogId}"
    data-quantity="${quantity}"
    data-line-total="${sumLine(line)}"
  >
    <img src="/${image}" alt="" width="72" height="72" />
    <div>
      <span class="name">${name}</span>
      ${rows.length > 0 ? html`<dl>${rows}</dl>` : ''}
      <p class="each">
        ${parent ? `${String(quantity)} included` : `${String(quantity)} × ${formatMoney(line.unitPrice + line.optionPrice)}`}
      </p>
    </div>
    <span class="amount">${formatMoney(sumLine(line))}</span>
  </li>`;
}

function renderLines(lines: readonly Line[]): Markup {
  const total = sumLines(lines);
  return html`<ul class="lines">
      ${lines.map(renderLine)}
    </ul>
    <p class="total"><span>Subtotal</span><span class="amount" data-total="${total}">${formatMoney(total)}</span></p>`;
}

function renderField(
  name: keyof CheckoutForm,
  label: string,
  attributes: {readonly type: string; readonly autocomplete: string; readonly value: string},
  problem: string | undefined,
): Markup {
  const {type, autocomplete, value} = attributes;
  const wrong = problem ? html`aria-invalid="true" aria-describedby="${name}-wrong"` : '';
  return html`<label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      value="${value}"
      maxlength="100"
      required
      ${wrong}
    />
    ${problem ? html`<p class="wrong" id="${name}-wrong">${problem}</p>` : ''}`;
}

function renderForm(form: CheckoutForm, problems: FormProblems): Markup {
  return html`<form class="card" method="post" aria-labelledby="who">
    <h2 id="who">Who is it for?</h2>
    ${renderField('name', 'Name', {type: 'text', autocomplete: 'name', value: form.name}, problems.name)}
    ${renderField('email', 'E-mail', {type: 'email', autocomplete: 'email', value: form.email}, problems.email)}
    <button type="submit">Place order</button>
  </form>`;
}

/** The form as the cart already fills it. */
export function readForm({buyer}: Pick<Cart, 'buyer'>): CheckoutForm {
  const name = [buyer.BillingFirstName, buyer.BillingLastName].filter(Boolean).join(' ');
  return {name, email: buyer.BillingEmail ?? ''};
}

/** The form as the buyer's fields: the last word of a name is the last name. */
export function toBuyer({name, email}: CheckoutForm): Cart['buyer'] {
  const [, first = name, last = ''] = /^(.*\S)\s+(\S+)$/s.exec(name) ?? [];
  return {BillingFirstName: first, BillingLastName: last, BillingEmail: email};
}

export function renderCheckout(
  storeName: string,
  {lines}: Cart,
  form: CheckoutForm,
  problems: FormProblems = {},
): Markup {
  if (lines.length === 0) {
    const empty = html`<h1>Your cart is empty</h1>
      <p>There is nothing to check out yet. <a href="/">See everything in the store</a>.</p>`;
    return renderPage(storeName, 'Checkout', empty);
  }
  const main = html`<h1>Checkout</h1>
    <p class="soft">Secure checkout at ${storeName}</p>
    <div class="checkout">
      <section class="card" aria-labelledby="what">
        <h2 id="what">Your cart</h2>
        ${renderLines(lines)}
      </section>
      ${renderForm(form, problems)}
    </div>`;
  return renderPage(storeName, 'Checkout', main);
}

/** For a cart that is an order now, right after it became one and whenever its address is visited again. */
export function renderOrder(storeName: string, order: Order): Markup {
  const number = String(order.orderId);
  const {name, email} = readForm(order);
  const main = html`<h1>Thank you, order #${number}</h1>
    <p data-order-id="${number}">We have it, ${name}. A confirmation for order #${number} would go to ${email}.</p>
    <section class="card" aria-labelledby="what">
      <h2 id="what">What you ordered</h2>
      ${renderLines(order.lines)}
    </section>`;
  return renderPage(storeName, `Order #${number}`, main);
}

export function renderUnknownCart(storeName: string): Markup {
  const main = html`<h1>We cannot find this cart</h1>
    <p>
      It may have been emptied, or it is too old. Your things are still where you chose them: go back and check out
      again, or <a href="/">see everything in the store</a>.
    </p>`;
  return renderPage(storeName, 'Cart not found', main);
}
