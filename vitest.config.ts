import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["client/tests/**/*.test.ts"],
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
