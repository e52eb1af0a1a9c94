//! Where a text is cut.

/// Numbers without a pattern, one for each byte.
const GEAR: [u64; 256] = gear();

/// Returns the pieces of a text, in order. None is longer than `max_bytes` and three bytes, for a letter of which the cut would go through
/// the middle. Most are about a quarter as long.
pub(super) fn pieces(text: &str, max_bytes: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, left) = rest.split_at(rest.ceil_char_boundary(first_cut(rest.as_bytes(), max_bytes)));
        rest = left;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Returns the end of the first piece. It is decided by the 64 bytes before it.
fn first_cut(bytes: &[u8], max_bytes: usize) -> usize {
    // The high bits of the sum are those that all 64 bytes have a part in.
    let mask = !(u64::MAX >> (max_bytes / 4).ilog2());
    let mut sum = 0_u64;
    let least = max_bytes / 16;
    for (at, byte) in bytes.iter().enumerate().take(max_bytes).skip(least.saturating_sub(64)) {
        sum = (sum << 1).wrapping_add(GEAR[usize::from(*byte)]);
        if at >= least && sum & mask == 0 {
            return at + 1;
        }
    }
    bytes.len().min(max_bytes)
}

/// Returns the numbers of `SplitMix64` (G. Steele et al., "Fast splittable pseudorandom number generators", OOPSLA 2014).
const fn gear() -> [u64; 256] {
    let mut numbers = [0; 256];
    let mut state = 0_u64;
    let mut at = 0;
    while at < numbers.len() {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        numbers[at] = mixed ^ (mixed >> 31);
        at += 1;
    }
    numbers
}
