namespace ZipkinMesh.Compare.Proxies;

/// <param name="Prefix">What paths begin with.</param>
/// <param name="Cluster">Where requests go.</param>
/// <param name="Operation">The name of the spans.</param>
/// <param name="AnswersIds">Whether trace id and request id are added to the response, as the sandbox's front does.</param>
internal sealed record RouteSpec(string Prefix, string Cluster, string Operation, bool AnswersIds = false);
