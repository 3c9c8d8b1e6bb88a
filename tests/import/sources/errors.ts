export type ErrorCode = | 'not_found' | 'rate_limited'
 | "card_declined";
export enum Codes { A_B = 'A_B', }
export const ERRORS = {
  SOME_THING: { status: 404, message: 'no thing' },
  OTHER_THING: new ApiError({ httpStatus: HttpStatus.CONFLICT, message: "taken" }),
};
