import { startCore } from './start-core.ts';
import { germanTexts } from './texts-german.ts';

startCore(germanTexts);
