import { createExtras } from './extras/create-extras.ts';
import { givePart } from './snippet-parts.ts';

givePart('extras', createExtras);
