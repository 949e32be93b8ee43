package com.protocolbanks.web.screens;

import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/** One template with its page and model. */
final class JteView implements View {
    private final TemplateEngine engine;
    private final String template;
    private final Page page;

    JteView(TemplateEngine engine, String template, Page page) {
        this.engine = engine;
        this.template = template;
        this.page = page;
    }

    @Override
    public String getContentType() {
        return "text/html;charset=UTF-8";
    }

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Map<String, Object> values = new HashMap<>();
        if (model != null) {
            values.putAll(model);
        }
        values.put("page", page);
        var output = new Utf8ByteOutput();
        engine.render(template, values, output);
        response.setContentType(getContentType());
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(output.getContentLength());
        output.writeTo(response.getOutputStream());
    }
}
