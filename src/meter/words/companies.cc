#include "meter/words/companies.h"

namespace weir::meter::words {
namespace {

constexpr std::string_view company_suffixes_table[] = {"Inc", "and Sons", "LLC", "Group"};

constexpr std::string_view catch_phrase_adjectives_table[] = {
    "Adaptive",    "Agile",        "Ambitious",  "Balanced",    "Bold",         "Certified",
    "Clear",       "Configurable", "Connected",  "Curated",     "Dependable",   "Distributed",
    "Effortless",  "Elastic",      "Embedded",   "Enhanced",    "Federated",    "Flexible",
    "Focused",     "Front-line",   "Guided",     "Hardened",    "Immersive",    "Integrated",
    "Layered",     "Lean",         "Measured",   "Modern",      "Multi-region", "Neutral",
    "Optimized",   "Orderly",      "Persistent", "Portable",    "Predictable",  "Proactive",
    "Reimagined",  "Resilient",    "Responsive", "Right-sized", "Robust",       "Seamless",
    "Secured",     "Self-healing", "Simplified", "Streamlined", "Sustainable",  "Tailored",
    "Transparent", "Unified",      "Versatile",  "Virtual"};

constexpr std::string_view catch_phrase_descriptors_table[] = {
    "24 hour",          "always-on",     "asynchronous",  "audit-ready",  "bidirectional",
    "budget-friendly",  "client-side",   "cloud-based",   "coherent",     "community-led",
    "composable",       "context-aware", "continuous",    "cross-team",   "customer-facing",
    "data-driven",      "dedicated",     "demand-driven", "discrete",     "double-entry",
    "durable",          "dynamic",       "eco-friendly",  "end-to-end",   "event-driven",
    "fault-tolerant",   "field-tested",  "full-service",  "global",       "heuristic",
    "high-volume",      "holistic",      "hybrid",        "incremental",  "industry-grade",
    "interactive",      "just-in-time",  "local",         "long-term",    "low-latency",
    "mission-critical", "mobile",        "modular",       "multi-tenant", "next generation",
    "object-oriented",  "on-demand",     "optimal",       "peer-to-peer", "real-time",
    "regional",         "scalable",      "second-source", "stateless",    "systematic",
    "tamper-proof",     "transitional",  "uniform",       "upstream",     "web-enabled",
    "zero-downtime"};

constexpr std::string_view catch_phrase_nouns_table[] = {
    "access",         "adapter",        "algorithm",    "alliance",      "analysis",
    "application",    "approach",       "architecture", "archive",       "backlog",
    "benchmark",      "blueprint",      "budget",       "capability",    "capacity",
    "catalog",        "channel",        "checklist",    "collaboration", "concept",
    "core",           "database",       "definition",   "delivery",      "encryption",
    "exchange",       "flexibility",    "forecast",     "framework",     "function",
    "gateway",        "hardware",       "help desk",    "hierarchy",     "hub",
    "implementation", "infrastructure", "initiative",   "interface",     "inventory",
    "knowledge base", "ledger",         "library",      "logistics",     "marketplace",
    "methodology",    "middleware",     "migration",    "monitoring",    "network",
    "orchestration",  "pipeline",       "platform",     "policy",        "portal",
    "portfolio",      "process",        "project",      "protocol",      "roadmap",
    "schedule",       "service desk",   "software",     "standard",      "strategy",
    "structure",      "support",        "throughput",   "toolset",       "warehouse",
    "workforce",      "workshop"};

constexpr std::string_view bs_adjectives_table[] = {"agile",
                                                    "AI-ready",
                                                    "best-in-class",
                                                    "bottom-up",
                                                    "business-ready",
                                                    "cloud-native",
                                                    "collaborative",
                                                    "compelling",
                                                    "cross-platform",
                                                    "customer-first",
                                                    "data-rich",
                                                    "disruptive",
                                                    "end-to-end",
                                                    "enterprise-grade",
                                                    "evergreen",
                                                    "fast-moving",
                                                    "forward-looking",
                                                    "frictionless",
                                                    "future-proof",
                                                    "global",
                                                    "granular",
                                                    "high-impact",
                                                    "holistic",
                                                    "hyper-local",
                                                    "innovative",
                                                    "integrated",
                                                    "intuitive",
                                                    "measurable",
                                                    "mission-critical",
                                                    "mobile-first",
                                                    "omnichannel",
                                                    "open",
                                                    "outcome-based",
                                                    "plug-and-play",
                                                    "proactive",
                                                    "real-time",
                                                    "results-oriented",
                                                    "revenue-positive",
                                                    "robust",
                                                    "scalable",
                                                    "strategic",
                                                    "sustainable",
                                                    "synergistic",
                                                    "transparent",
                                                    "turn-key",
                                                    "user-centric",
                                                    "value-added",
                                                    "vertical",
                                                    "world-class"};

constexpr std::string_view bs_verbs_table[] = {
    "accelerate", "activate",      "align",       "amplify",    "benchmark",   "brand",
    "build",      "champion",      "consolidate", "cultivate",  "deliver",     "democratize",
    "deploy",     "differentiate", "digitize",    "drive",      "elevate",     "empower",
    "enable",     "energize",      "engage",      "evangelize", "expand",      "facilitate",
    "grow",       "harmonize",     "harness",     "ideate",     "incubate",    "integrate",
    "iterate",    "launch",        "leverage",    "maximize",   "mentor",      "mobilize",
    "monetize",   "navigate",      "onboard",     "optimize",   "orchestrate", "pivot",
    "prioritize", "redefine",      "reinvent",    "scale",      "streamline",  "target",
    "transform",  "unlock",        "visualize"};

constexpr std::string_view bs_nouns_table[] = {
    "action items",   "alliances",     "audiences",
    "best practices", "channels",      "communities",
    "content",        "convergence",   "customer journeys",
    "dashboards",     "deliverables",  "ecosystems",
    "experiences",    "frameworks",    "funnels",
    "growth",         "ideas",         "infrastructures",
    "initiatives",    "insights",      "integrations",
    "interfaces",     "learnings",     "markets",
    "metrics",        "milestones",    "models",
    "networks",       "niches",        "opportunities",
    "outcomes",       "partnerships",  "pipelines",
    "platforms",      "portals",       "processes",
    "relationships",  "roadmaps",      "schemas",
    "services",       "solutions",     "stakeholders",
    "storylines",     "supply chains", "synergies",
    "systems",        "technologies",  "touchpoints",
    "users",          "verticals",     "workflows"};

}  // namespace

constinit const WordList company_suffixes{company_suffixes_table};
constinit const WordList catch_phrase_adjectives{catch_phrase_adjectives_table};
constinit const WordList catch_phrase_descriptors{catch_phrase_descriptors_table};
constinit const WordList catch_phrase_nouns{catch_phrase_nouns_table};
constinit const WordList bs_adjectives{bs_adjectives_table};
constinit const WordList bs_verbs{bs_verbs_table};
constinit const WordList bs_nouns{bs_nouns_table};

}  // namespace weir::meter::words
