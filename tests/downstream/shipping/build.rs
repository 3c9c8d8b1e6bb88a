fn main() {
    error_catalog::codegen::compile("catalog.toml");
}
