namespace ZipkinMesh.Zipkin.Links;

/// <summary>Who calls whom, and how often: <c>{"parent":"front-proxy","child":"service1","callCount":2,"errorCount":1}</c>.</summary>
internal readonly record struct DependencyLink(string Parent, string Child, long CallCount, long ErrorCount);
