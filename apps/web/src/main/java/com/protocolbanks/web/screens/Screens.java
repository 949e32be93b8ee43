package com.protocolbanks.web.screens;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.web.language.Languages;
import com.protocolbanks.web.language.Messages;
import com.protocolbanks.web.visitor.Csrf;
import com.protocolbanks.web.visitor.Nonce;
import com.protocolbanks.web.visitor.SignedIn;
import com.protocolbanks.web.visitor.Site;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Turns a template and its model into a page. */
@Component
public class Screens {
    private static final String TEMPLATES = "com.protocolbanks.web.templates";

    private final TemplateEngine engine;
    private final Messages messages;
    private final Languages languages;
    private final Site site;

    Screens(Messages messages, Languages languages, Site site) {
        this.engine =
                TemplateEngine.createPrecompiled(null, ContentType.Html, Screens.class.getClassLoader(), TEMPLATES);
        this.messages = messages;
        this.languages = languages;
        this.site = site;
    }

    /** The page of a template such as {@code people/list}; the model's entries are the template's parameters. */
    public ModelAndView page(HttpServletRequest request, String template, Map<String, ?> model) {
        return new ModelAndView(new JteView(engine, template + ".jte", pageOf(request)), model);
    }

    /** What every page needs, of this request. */
    public Page pageOf(HttpServletRequest request) {
        Optional<Caller> reader = SignedIn.callerOf(request);
        return new Page(
                new Page.Words(languages.of(request), messages),
                reader,
                request.getRequestURI(),
                new Page.Browser(Nonce.of(request), Csrf.tokenOf(request)),
                site.scripts());
    }
}
