namespace ZipkinMesh.Zipkin.Dependencies;

/// <summary>
/// The number of calls from one service to another: <c>{"parent":"front-proxy","child":"service1","callCount":2,"errorCount":1}</c>.
/// </summary>
internal readonly record struct DependencyLink(string Parent, string Child, long CallCount, long ErrorCount);
