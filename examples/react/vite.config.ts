import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  // Vite hands variables to the page only if their names begin with VITE_, so the key stays on the server.
  const { COMPLETIONS_URL, COMPLETIONS_KEY } = loadEnv(mode, import.meta.dirname, "COMPLETIONS_");
  return {
    plugins: [react()],
    server: {
      proxy: {
        "/api": {
          target: COMPLETIONS_URL,
          changeOrigin: true,
          rewrite: (path) => path.replace("/api", ""),
          headers: { authorization: `Bearer ${COMPLETIONS_KEY}` },
        },
      },
    },
  };
});
