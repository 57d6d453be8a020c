namespace ZipkinMesh.Local.Roles;

/// <summary>A port on 127.0.0.1 and the option that changes it, such as <c>--front-port</c>.</summary>
internal sealed record RolePort(int Number, string Option);
