import { searchAsYouType } from './search-as-you-type.ts';
import { showAccount } from './show-account.ts';
import { showCart } from './show-cart.ts';
import { defineStoreFinder } from './store-finder.ts';

defineStoreFinder();
showCart();
searchAsYouType();
showAccount();
