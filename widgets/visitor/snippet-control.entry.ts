import { createControl } from '../control/create-control.ts';
import { givePart } from './snippet-parts.ts';

givePart('control', createControl);
