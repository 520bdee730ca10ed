package ktap.sources.flow;
