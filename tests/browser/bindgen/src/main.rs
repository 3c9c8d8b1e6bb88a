//! Writes the JavaScript of a module: `bindgen MODULE.wasm FOLDER`. The command `wasm-bindgen` does the same, but takes much
//! longer to build, and cargo cannot lock its version.

use std::env;

use wasm_bindgen_cli_support::Bindgen;

fn main() {
    let [module, folder] = [1, 2].map(|n| env::args().nth(n).expect("usage: bindgen MODULE.wasm FOLDER"));
    Bindgen::new()
        .input_path(module)
        .web(true)
        .expect("nothing else is chosen")
        .typescript(false)
        .generate(folder)
        .expect("the module is of this version of wasm-bindgen");
}
