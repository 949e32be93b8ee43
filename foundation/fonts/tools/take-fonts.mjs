// Installs the two font packages when their lock file changed, and lays what the product needs into the class folder:
//   fonts/                            whole faces for documents, with their licence
//   META-INF/resources/fonts/         noto-sans-sc.css and the slices it names, for pages
// usage: node tools/take-fonts.mjs TARGET_CLASSES
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const classes = process.argv[2];
const packages = join(home, "node_modules");
const lock = join(home, "package-lock.json");
const installed = join(packages, ".package-lock.json");
const done = join(classes, "fonts", "LICENSE");
const newer = (a, b) => statSync(a).mtimeMs > statSync(b).mtimeMs;

if (!existsSync(installed) || newer(lock, installed)) {
  execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], {
    cwd: home,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}
if (existsSync(done) && newer(done, installed) && newer(done, fileURLToPath(import.meta.url))) {
  process.exit(0);
}

const whole = join(packages, "@expo-google-fonts", "noto-sans-sc");
const faces = join(classes, "fonts");
mkdirSync(faces, { recursive: true });
copyFileSync(join(whole, "400Regular", "NotoSansSC_400Regular.ttf"), join(faces, "NotoSansSC-Regular.ttf"));
copyFileSync(join(whole, "700Bold", "NotoSansSC_700Bold.ttf"), join(faces, "NotoSansSC-Bold.ttf"));

const slices = join(packages, "@fontsource", "noto-sans-sc");
const pages = join(classes, "META-INF", "resources", "fonts");
mkdirSync(join(pages, "files"), { recursive: true });
const rules = ["400", "500", "700"].map((weight) => readFileSync(join(slices, `${weight}.css`), "utf8")).join("\n");
// Every browser the pages support reads woff2, so the woff twins stay out.
const css = rules.replace(/, url\([^)]*\.woff\) format\('woff'\)/g, "");
for (const [, file] of css.matchAll(/url\(\.\/files\/([^)]+)\)/g)) {
  copyFileSync(join(slices, "files", file), join(pages, "files", file));
}
writeFileSync(join(pages, "noto-sans-sc.css"), css);
copyFileSync(join(slices, "LICENSE"), join(pages, "LICENSE"));
// Last, because it marks the work as done.
writeFileSync(done, readFileSync(join(whole, "LICENSE_FONT")));
