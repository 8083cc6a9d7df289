import { startCore } from './start-core.ts';
import { englishTexts } from './texts-english.ts';

startCore(englishTexts);
