import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // What browsers run is tested, not pdfkit's build for Node.
  resolve: { alias: { pdfkit: fileURLToPath(new URL("node_modules/pdfkit/js/pdfkit.browser.mjs", import.meta.url)) } },
  test: {
    include: ["client/tests/**/*.test.ts"],
    // Nothing else runs meanwhile.
    maxWorkers: "100%",
    // Argon2id with 64 MiB takes some seconds on purpose, and ten times as long while coverage counts.
    testTimeout: process.argv.includes("--coverage") ? 600_000 : 60_000,
    coverage: {
      provider: "v8",
      include: ["client/crypto/**/*.ts"],
      exclude: ["**/*.d.ts"],
      reporter: ["text"],
      thresholds: { lines: 100, functions: 100, statements: 100, branches: 95 },
    },
  },
});
