/** Why a patch is not taken. */
export type PatchRefusalCode =
  | 'notAPatch'
  | 'tooLarge'
  | 'severalFiles'
  | 'binary'
  | 'renames'
  | 'modes'
  | 'deletes'
  | 'path'
  | 'absurd'
  | 'doesNotApply';

/** A patch is refused. Its text is for the log; `code` says which sentence people get. */
export class PatchRefusal extends Error {
  readonly code: PatchRefusalCode;

  constructor(code: PatchRefusalCode, detail = '') {
    super(detail === '' ? `patch refused: ${code}` : `patch refused: ${code}: ${detail}`);
    this.code = code;
  }
}
