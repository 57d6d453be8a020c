namespace ZipkinMesh.Tests.Support.Certificates;

/// <summary>Represents the files of a certificate.</summary>
internal sealed record CertificatePaths(string Chain, string Key);
