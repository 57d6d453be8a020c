using ZipkinMesh.Proxy;

return await ProxyProgram.RunAsync("sidecar", args);
