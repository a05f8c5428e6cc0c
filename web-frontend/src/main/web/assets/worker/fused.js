// SPDX-License-Identifier: Apache-2.0
/**
 * A probe for translated code's fused multiply-add:
 *
 *     (module
 *       (func (export "madd") (param f64 f64 f64) (result f64)
 *         local.get 0  f64x2.splat  local.get 1  f64x2.splat  local.get 2  f64x2.splat
 *         f64x2.relaxed_madd  f64x2.extract_lane 0))
 */
const PROBE = [
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  0x01, 0x08, 1, 0x60, 3, 0x7c, 0x7c, 0x7c, 1, 0x7c,
  0x03, 0x02, 1, 0,
  0x07, 0x08, 1, 4, 0x6d, 0x61, 0x64, 0x64, 0, 0,
  0x0a, 0x16, 1, 0x14, 0, 0x20, 0, 0xfd, 0x14, 0x20, 1, 0xfd, 0x14, 0x20, 2, 0xfd, 0x14,
  0xfd, 0x87, 0x02, 0xfd, 0x21, 0, 0x0b,
];

/** Whether f64x2.relaxed_madd exists here and rounds once; the specification lets it round twice. */
export function fusesMultiplyAdd() {
  const module = new Uint8Array(PROBE);
  if (!WebAssembly.validate(module)) {
    return false;
  }
  const { madd } = new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
  // The exact product is 1 + 2^-26 + 2^-54, of which a rounded one loses the last term.
  return madd(1 + 2 ** -27, 1 + 2 ** -27, -(1 + 2 ** -26)) === 2 ** -54;
}
