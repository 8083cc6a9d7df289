import { startCore } from './start-core.ts';
import { arabicTexts } from './texts-arabic.ts';

startCore(arabicTexts);
