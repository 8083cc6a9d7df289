import * as v from 'valibot';
import { pageConfigElementId } from '../../protocol/page-config.ts';

/** What the server said about this page. @throws when it is missing or is not what `schema` describes. */
export const readPageConfig = <S extends v.GenericSchema>(schema: S): v.InferOutput<S> =>
  v.parse(schema, JSON.parse(document.getElementById(pageConfigElementId)?.textContent ?? 'null'));
